import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("two actions become two requirements, each with an identifier and a tab stop", { file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "notify the duty"));
  await window.untilSquiggle("notify", "warning");
  await window.quickFixes();
  await window.takeAction("Split");
  await window.untilTabStop();
  await window.type("Telling the nurse");
  const text = await workspace.until(FILE, /### SYS-\d+ Telling the nurse\n/);
  assert.match(text, /### SYS-010 Start of an excursion\nWhen the temperature [^.]+, the base station shall open an excursion\.\n- Verification: test\n- Traces to: SN-001\n/);
  assert.match(text, /nurse\nWhen the temperature [^.]+, the base station shall notify the duty nurse by [^.]+\.\n- Verification: test\n- Traces to: SN-001\n/);
  await window.untilClean("notify");
});
