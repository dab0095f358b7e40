import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

inEditor("the pointer on an underlined word tells the rule: what, whom it hurts, poor and good", { file: "System_Requirements.md" }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  const said = await window.hover("periodically", /Poor/);
  assert.match(said, /sets no time that can be tested/);
  assert.match(said, /AMB009/);
  assert.match(said, /Good/);
});

inEditor("the pointer on an identifier shows the artifact and its links", { file: "Test_Plan.md" }, async ({ window }) => {
  await window.untilSquiggle("SYS-014", "error");
  const said = await window.hover("SYS-001", /Linked from/);
  assert.match(said, /Measuring interval/);
});
