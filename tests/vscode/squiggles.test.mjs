import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

inEditor("findings are underlined by severity, and nothing else is", { reads: true, file: "System_Requirements.md" }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.untilSquiggle("should", "info");
  await window.untilSquiggle("<value>", "error");
  assert.deepEqual(await window.squigglesUnder("measure the air"), []);
});

inEditor("Problems lists the findings of every document, open or closed", { reads: true, file: "System_Requirements.md" }, async ({ window }) => {
  const open = await window.problems("is not decided yet");
  assert.match(open[0], /System_Requirements\.md/);
  const closed = await window.problems("if possible");
  assert.match(closed[0], /Mission\.md/);
  assert.match(closed[1], /AMB002/);
  assert.match(closed[1], /ShallCheck/);
});

inEditor("a document of the clean example has no squiggle", { files: "good", file: "System_Requirements.md" }, async ({ window, workspace }) => {
  // A mistake that is made and taken back shows that the document was judged.
  await window.goTo(await workspace.place("System_Requirements.md", "measure the air"));
  await window.type("TBD ");
  await window.untilSquiggle("TBD", "error");
  await window.press("Control+z");
  await window.untilNoSquiggles();
});
