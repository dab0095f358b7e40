import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("what an artifact comes from and what comes of it stands above it, and what a link means behind it", { files: "good", file: FILE }, async ({ window }) => {
  await window.untilLens(/from SN-001.*1 test/);
  await window.untilShown("SN-001Alert at home");
});

inEditor("F2 renames an identifier in every file that names it", { files: "good", file: "Stakeholder_Needs.md" }, async ({ window, workspace }) => {
  await window.untilLens(/from MIS-1/);
  await window.goTo(await workspace.place("Stakeholder_Needs.md", "SN-001"));
  await window.rename("SN-001", "SN-101");
  const text = await workspace.until(FILE, /Traces to: SN-101/);
  assert.doesNotMatch(text, /SN-001/);
  assert.doesNotMatch(await workspace.until("Logical_Architecture.md", /SN-101/), /SN-001/);
});
