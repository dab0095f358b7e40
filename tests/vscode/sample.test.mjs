import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";

import { inEditor } from "./editor/session.mjs";

inEditor("“Create the sample chain” puts it into a folder of its own and opens it", { files: { "README.md": "# Notes\n" }, file: "README.md" }, async ({ window, workspace }) => {
  await window.command("ShallCheck: Create the sample chain");
  await window.untilOpen("System_Requirements.md");
  await window.untilSquiggle("periodically", "warning");
  assert.deepEqual((await readdir(workspace.path("cold-chain-sample"))).sort(), [
    "Logical_Architecture.md", "Mission.md", "Stakeholder_Needs.md", "System_Intent.md", "System_Requirements.md", "Test_Plan.md", "monitor", "shallcheck-briefs.txt", "shallcheck-reviewed.txt", "shallcheck.toml",
  ]);
  await window.command("ShallCheck: Compare with the good sample");
  await window.untilOpenMatching(/System_Requirements\.md: yours ↔ the good sample/);
});
