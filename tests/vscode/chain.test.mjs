import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("tree, graph and gate of the chain: each follows the cursor or the text, and leads to the place", { files: "good", file: FILE }, async ({ window, workspace }) => {
  await window.untilStatus(/Gate open/);
  await window.untilLens(/Gate: open/);
  await window.goTo(await workspace.place(FILE, "SYS-010"));

  await window.command("ShallCheck: Show in the chain");
  await window.untilInTree("SYS-010");
  await window.goTo(await workspace.place(FILE, "SYS-013"));
  await window.untilInTree("SYS-013");

  await window.command("ShallCheck: Show the trace as a graph");
  const graph = await window.untilGraphOf("SYS-013");
  const shown = await graph.evaluate("graph.trace.artifacts.map(({ id }) => id)");
  assert.ok(shown.includes("INT-1") && shown.some((id) => id.startsWith("TST-")), shown.join(", "));
  await window.clickInTree("SYS-001");
  await window.untilGraphOf("SYS-001");

  await window.clickInGraph(graph, "SN-001");
  await window.untilGraphOf("SN-001");
  await window.untilInTree("SN-001");
  await window.clickTab("Stakeholder_Needs.md");
  const need = await workspace.place("Stakeholder_Needs.md", "### SN-001");
  await window.untilAt(need.line, need.column);

  await window.clickTab(FILE);
  const flaw = await workspace.place(FILE, "measure the air");
  await window.goTo(flaw);
  await window.type("TBD ");
  await window.untilStatus(/Gate closed: \d/);
  const rows = await window.listOfLens(/Gate: closed/);
  assert.ok(rows.some((row) => row.includes("“TBD” is not decided yet")), rows.join("\n"));
  await window.press("Escape");
  await window.clickStatus("Gate closed");
  await window.choose("What keeps the gate closed", "“TBD” is not decided yet");
  await window.untilAt(flaw.line, flaw.column);
  for (const _ of "TBD ") await window.press("Delete");
  await window.untilStatus(/Gate open/);
});
