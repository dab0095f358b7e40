import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

inEditor("the pointer on an underlined word tells the rule: what, whom it hurts, poor and good", { file: "System_Requirements.md" }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  const said = await window.hover("periodically", /Poor/);
  assert.match(said, /sets no time that can be tested/);
  assert.match(said, /AMB009/);
  assert.match(said, /Good/);
});

const linked = {
  "Needs.md": "---\nlevel: needs\n---\n# Needs\n\n### SN-001 Warn\nThe skipper needs to learn of water in the bilge within 30 s.\n",
  "Requirements.md": "---\nlevel: requirements\n---\n# Requirements\n\n### SYS-001 Start\nThe pump shall start immediately.\n- Traces to: SN-001\n",
};

inEditor("the pointer on an identifier shows the artifact and its links", { files: linked, file: "Requirements.md" }, async ({ window }) => {
  await window.untilSquiggle("immediately", "warning");
  const said = await window.hover("SN-001", /Linked from/);
  assert.match(said, /The skipper needs to learn of water/);
  assert.match(said, /SYS-001/);
});
