import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("a rewrite by keyboard, with a tab stop for each value that only a person knows", { file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "periodically"));
  const titles = await window.quickFixes();
  assert.ok(titles.some((title) => /^Suppress AMB009 \(indefinite-time\) here, with a reason/.test(title)), titles.join("\n"));
  await window.takeAction("Give an interval");
  await window.untilTabStop();
  await window.type("60");
  await window.press("Tab");
  await window.type("s");
  await window.press("Tab");
  await workspace.until(FILE, /of its refrigerator every 60 s\.\n/);
  await window.untilClean("every 60 s");
});

inEditor("a fix by the bulb, and undo gives the old text back", { file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("should", "info");
  await window.click("should");
  await window.quickFixesByBulb("should");
  await window.takeAction("Write “shall”");
  await workspace.until(FILE, /The logger shall measure the air temperature with an error/);
  await window.press("Control+z");
  await window.untilSquiggle("should", "info");
});

inEditor("a suppression asks for its reason", { file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "periodically"));
  await window.quickFixes();
  await window.takeAction("Suppress AMB009");
  await window.untilTabStop();
  await window.type("the period is in the operator's manual");
  await workspace.until(FILE, /shallcheck-disable AMB009: the period is in the operator's manual/);
  await window.untilClean("periodically");
});
