import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { test } from "node:test";

import { CodeServer } from "./editor/codeServer.mjs";
import { Visit } from "./editor/session.mjs";
import { until } from "./editor/until.mjs";
import { Workspace } from "./editor/workspace.mjs";

/** Milliseconds for all tests in the extension host. */
const LONGEST = 240_000;

/** Runs the tests of a folder in the extension host of a window; gives the code that the editor ended with, and the results. */
async function runInside(server, workspace, tests) {
  const visit = await Visit.begin();
  const { host } = new URL(server.address);
  const ended = { code: undefined };
  const payload = [["extensionDevelopmentPath", `vscode-remote://${host}${tests}`], ["extensionTestsPath", `vscode-remote://${host}${tests}/index.cjs`]];
  const prepare = async (page) => {
    await page.exposeFunction("codeAutomationLog", () => undefined);
    await page.exposeFunction("codeAutomationExit", (code) => {
      ended.code = code;
    });
  };
  try {
    await visit.open(server, { folder: workspace.folder, payload, prepare });
    // Without the editor's test driver the tests would be passed over in silence: the call must come.
    await until("the call that tells the exit code", () => ended.code !== undefined, LONGEST);
    return ended.code;
  } catch (error) {
    await visit.keep("inside");
    throw error;
  } finally {
    await visit.end();
  }
}

test("in the extension host", async (t) => {
  const server = await CodeServer.start({ name: "inside", driver: true, settings: { "chat.disableAIFeatures": false } });
  try {
    const workspace = await Workspace.make("inside", "poor");
    const code = await runInside(server, workspace, fileURLToPath(new URL("inside", import.meta.url)));
    const results = JSON.parse(await readFile(workspace.path("../inside.json"), "utf8"));
    for (const { name, error } of results) await t.test(name, () => assert.ok(error === undefined, error));
    assert.equal(code, results.some(({ error }) => error !== undefined) ? 1 : 0);
  } finally {
    await server.stop();
  }
});
