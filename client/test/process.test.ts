import assert from "node:assert/strict";
import { test } from "node:test";

import { run } from "../src/process";

const here = { cwd: process.cwd(), env: process.env };

void test("a program's lines arrive one by one, with its exit code", async () => {
  const lines: string[] = [];
  const script = "console.log('a'); console.log('b'); process.exit(3)";
  const { code, output } = await run(process.execPath, ["-e", script], { ...here, onLine: (line) => lines.push(line) });
  assert.equal(code, 3);
  assert.equal(output, "a\nb");
  assert.deepEqual(lines, ["a", "b"]);
});

void test("a program that does not exist is an outcome, not an exception", async () => {
  const { code, complaint } = await run("/nowhere/at/all", [], here);
  assert.equal(code, -1);
  assert.match(complaint, /ENOENT/);
});

void test("cancelling ends the program and what it started", { skip: process.platform === "win32" && "needs a POSIX shell" }, async () => {
  const abort = new AbortController();
  const began = Date.now();
  const script = "sleep 30 & echo started; wait";
  const { code } = await run("/bin/sh", ["-c", script], { ...here, signal: abort.signal, onLine: () => { abort.abort(); } });
  assert.equal(code, -1);
  assert.ok(Date.now() - began < 10_000);
});

void test("a program that takes too long is ended", async () => {
  const { code } = await run(process.execPath, ["-e", "setTimeout(() => {}, 30000)"], { ...here, timeout: 300 });
  assert.equal(code, -1);
});
