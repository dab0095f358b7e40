import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

inEditor("the findings follow a file that is renamed", { file: "Mission.md" }, async ({ window, workspace }) => {
  await window.untilSquiggle("if possible", "warning");
  await window.renameFile("Mission.md", "Why_We_Do_This.md");
  await workspace.until("Why_We_Do_This.md", /if possible/);
  await window.untilOpen("Why_We_Do_This.md");
  await window.untilSquiggle("if possible", "warning");
  await window.problems("if possible");
  await window.untilNoProblem("Mission.md");
  assert.match((await window.problems("if possible"))[0], /^Why_We_Do_This\.md/);
});
