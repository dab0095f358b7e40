import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("a change is judged against the last commit: refused with reasons that lead to the place, then accepted", { files: "good", file: FILE }, async ({ window, workspace }) => {
  workspace.commit();
  await window.untilStatus(/ShallCheck: ready|Gate open/);
  const flaw = await workspace.place(FILE, "measure the air");
  await window.goTo(flaw);
  await window.type("TBD ");
  await window.command("ShallCheck: Judge this change");
  const rows = await window.listed("“TBD” is not decided yet");
  assert.ok(rows.some((row) => row.includes("FRM008")), rows.join("\n"));
  await window.choose("Refused, judged against the last commit", "“TBD” is not decided yet");
  await window.untilAt(flaw.line, flaw.column);

  await window.command("ShallCheck: Judge this change");
  await window.choose("Refused", "Show the whole verdict");
  await window.untilPage(/Refused[\s\S]*FRM008[\s\S]*Do this/);
  await window.clickTab(FILE);
  await window.goTo(flaw);
  for (const _ of "TBD ") await window.press("Delete");
  await window.command("ShallCheck: Judge this change");
  await window.notification("Accepted: it changes no artifact and violates nothing").waitFor();
});
