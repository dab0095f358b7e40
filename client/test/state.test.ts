import assert from "node:assert/strict";
import { test } from "node:test";

import { falseAlarmReport } from "../src/falseAlarm";
import { face, gateFace } from "../src/state";

void test("ready: the findings of the document in front are told", () => {
  assert.equal(face({ kind: "ready" }, { errors: 1, warnings: 2, notes: 0 }).detail, "1 error, 2 warnings");
  assert.equal(face({ kind: "ready" }, { errors: 0, warnings: 0, notes: 0 }).detail, "nothing to say about this document");
  assert.equal(face({ kind: "ready" }, undefined).detail, "");
});

void test("only what needs the person is a warning or an error", () => {
  assert.equal(face({ kind: "working", what: "reading" }, undefined).harm, "none");
  assert.ok(face({ kind: "working", what: "reading" }, undefined).busy);
  assert.equal(face({ kind: "missing" }, undefined).harm, "warning");
  assert.equal(face({ kind: "failed", what: "why" }, undefined).harm, "error");
});

void test("the gate: open, closed by how many, or not judged", () => {
  assert.equal(gateFace({ open: true, blockers: 0 }), "$(unlock) Gate open");
  assert.equal(gateFace({ open: false, blockers: 1200 }), "$(lock) Gate closed: 1,200");
  assert.equal(gateFace({ open: false, blockers: 0 }), "$(lock) Gate not judged");
});

void test("a false-alarm report quotes the line in a fence that the line cannot close", () => {
  const alarm = { rule: "AMB001", message: "“normal” has no measure.", quote: "normal\nmode", lines: "In ``` normal mode\n", client: "0.1.0", server: "0.1.0" };
  const report = falseAlarmReport(alarm);
  assert.match(report, /^### False alarm: AMB001/);
  assert.match(report, /“normal mode”/);
  assert.match(report, /\n````markdown\nIn ``` normal mode\n````\n/);
});
