import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("F12 on a link opens the artifact in another file", { reads: true, file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "SN-002"));
  await window.press("F12");
  await window.untilOpen("Stakeholder_Needs.md");
  const { line, column } = await workspace.place("Stakeholder_Needs.md", "SN-002");
  await window.untilAt(line, column);
});

inEditor("Shift+F12 lists what links to an artifact, in files that are closed too", { reads: true, file: "Stakeholder_Needs.md" }, async ({ window, workspace }) => {
  await window.untilSquiggle("quickly", "warning");
  await window.goTo(await workspace.place("Stakeholder_Needs.md", "SN-001"));
  const rows = await window.references("System_Requirements.md");
  assert.ok(rows.some((row) => row.includes("Stakeholder_Needs.md")), rows.join("\n"));
});

inEditor("the outline shows the artifacts of the document", { reads: true, file: FILE }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.outline(/^SYS-001 ?Measuring interval/);
});

inEditor("Control+T finds an artifact of any file by its identifier or title", { reads: true, file: "Mission.md" }, async ({ window }) => {
  await window.untilSquiggle("if possible", "warning");
  await window.workspaceSymbol("Keeping rec", "SYS-020 Keeping records");
  await window.untilOpen(FILE);
});

inEditor("Go to the parent, and to the test", { reads: true, file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "periodically"));
  await window.command("ShallCheck: Go to the parent");
  await window.untilOpen("Stakeholder_Needs.md");
});
