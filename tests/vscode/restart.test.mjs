import assert from "node:assert/strict";

import { inEditor } from "./editor/session.mjs";
import { until } from "./editor/until.mjs";

const FILE = "System_Requirements.md";

/** The number of the server's process, as “Show what ShallCheck runs” tells it. */
async function serverProcess(window) {
  await window.command("ShallCheck: Show what ShallCheck runs");
  const page = await window.untilPage(/process\s+(\d+|none)/);
  await window.closeTab();
  return Number(/process\s+(\d+)/.exec(page)?.[1]);
}

inEditor("a server that is killed is started again, and goes on with the text as it is", { file: FILE }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  const first = await serverProcess(window);
  process.kill(first, "SIGKILL");
  const second = await until("another server", async () => {
    const now = await serverProcess(window);
    return now > 0 && now !== first && now;
  });
  assert.notEqual(second, first);
  await window.untilOpen(FILE);
  await window.goTo({ line: 9, column: 1 });
  await window.type("Quickly written: ");
  await window.untilSquiggle("periodically", "warning");
});

inEditor("“Restart the server” ends the old process", { file: FILE }, async ({ window }) => {
  await window.untilSquiggle("periodically", "warning");
  const first = await serverProcess(window);
  await window.command("ShallCheck: Restart the server");
  await until("the end of the old server", () => {
    try {
      return process.kill(first, 0) && false;
    } catch {
      return true;
    }
  });
  await window.untilSquiggle("periodically", "warning");
});
