import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("“Explain this requirement” tells the seven tests, what was understood and what to do first", { reads: true, file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "open an excursion"));
  await window.untilSquiggle("reasonable", "warning");
  await window.command("ShallCheck: Explain this requirement");
  const page = await window.untilPage(/SYS-010/);
  for (const test of ["Unambiguous", "Singular", "Verifiable", "Feasible", "Consistent", "Traceable", "Unique"]) assert.match(page, new RegExp(`^${test}\t`, "m"));
  assert.match(page, /EARS pattern\tevent-driven/);
  assert.match(page, /Do this first\s+AMB001/);
});

inEditor("a false alarm is copied as a report", { reads: true, file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "periodically"));
  await window.command("ShallCheck: Copy the finding as a false-alarm report");
  await window.notification("The report on AMB009 is on the clipboard").waitFor();
  const report = await window.clipboard();
  assert.match(report, /### False alarm: AMB009/);
  assert.match(report, /Underlined: “periodically”/);
});
