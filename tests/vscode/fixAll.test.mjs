import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const document = (number, what) => `# Requirements ${number}

### SYS-${number} Keeping
The logger shall keep each reading for 30 days.

### SYS-${number + 1} More
The logger must ${what} within 2 s.
`;
const files = { "One.md": document(100, "show the time"), "Two.md": document(200, "store the time") };

inEditor("“Fix all in this file” shows every change before it makes it", { files, file: "One.md" }, async ({ window, workspace }) => {
  await window.untilSquiggle("must", "info");
  await window.command("ShallCheck: Fix all in this file…");
  const rows = await window.previewedChanges("show the time");
  assert.ok(rows.every((row) => !row.includes("Two.md")), rows.join("\n"));
  assert.equal(await workspace.read("One.md"), files["One.md"]);
  await window.tick("One.md");
  await window.applyPreview();
  await workspace.until("One.md", /The logger shall show the time/);
  assert.equal(await workspace.read("Two.md"), files["Two.md"]);
});

inEditor("“Fix all in the workspace” mends closed files too", { files, file: "One.md" }, async ({ window, workspace }) => {
  await window.untilSquiggle("must", "info");
  await window.problems("Two.md");
  await window.command("ShallCheck: Fix all in the workspace…");
  await window.previewedChanges("store the time");
  await window.tick("One.md");
  await window.tick("Two.md");
  await window.applyPreview();
  await workspace.until("One.md", /The logger shall show the time/);
  await workspace.until("Two.md", /The logger shall store the time/);
});

const undecided = { "One.md": document(100, "show the time").replace("must", "should") };

inEditor("“Fix all” says so where nothing can be fixed without a decision", { files: undecided, file: "One.md" }, async ({ window, workspace }) => {
  await window.untilSquiggle("should", "info");
  await window.command("ShallCheck: Fix all in this file…");
  await window.notification("Nothing can be fixed without a decision").waitFor();
  assert.equal(await workspace.read("One.md"), undecided["One.md"]);
});
