// Takes the pictures of docs/images again, each of what the tests prove.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { chromium } from "playwright-core";

import { launchBrowser } from "./editor/browser.mjs";
import { CodeServer } from "./editor/codeServer.mjs";
import { CHECKOUT } from "./editor/places.mjs";
import { Window } from "./editor/window.mjs";
import { Workspace } from "./editor/workspace.mjs";

const IMAGES = path.join(CHECKOUT, "docs", "images");
const FILE = "System_Requirements.md";
const VIEWPORT = { width: 1160, height: 640 };
/** For what needs the room of a side bar and two editors. */
const WIDE = { width: 1440, height: 810 };
const WIDER = new Set(["vscode-chain"]);
/** Pixels of the picture a pixel of the page: readable on a dense screen, and still small. */
const SCALE = 1.25;

const pictures = {
  "vscode-hover": async (window) => {
    await window.hover("periodically", /Poor/);
  },
  "vscode-quick-fix": async (window, workspace) => {
    await window.goTo(await workspace.place(FILE, "periodically"));
    await window.quickFixes();
  },
  "vscode-split": async (window, workspace) => {
    await window.goTo(await workspace.place(FILE, "notify the duty"));
    await window.quickFixes();
    await window.takeAction("Split");
    await window.untilTabStop();
    await window.untilSquiggle("and/or", "warning");
  },
  "vscode-problems": async (window) => {
    await window.problems("AMB");
  },
  "vscode-chain": async (window, workspace) => {
    await window.goTo(await workspace.place(FILE, "SYS-002"));
    await window.untilStatus(/Gate closed/);
    await window.command("ShallCheck: Show in the chain");
    await window.untilInTree("SYS-002");
    await window.command("ShallCheck: Show the trace as a graph");
    await window.untilGraphOf("SYS-002");
  },
  "vscode-gate": async (window) => {
    await window.untilStatus(/Gate closed/);
    await window.clickStatus("Gate closed");
    await window.listed("FRM008");
  },
  "vscode-verdict": async (window, workspace) => {
    workspace.commit();
    await window.goTo(await workspace.place(FILE, "SN-002"));
    for (const _ of "SN-002") await window.press("Delete");
    await window.type("SN-020");
    await window.goTo(await workspace.place(FILE, "periodically"));
    for (const _ of "periodically") await window.press("Delete");
    await window.type("every TBD s, if possible");
    await window.command("ShallCheck: Judge this change");
    await window.listed("SN-020");
  },
  "vscode-walkthrough": async (window) => {
    await window.press("Control+b");
    await window.openWalkthrough("Ten minutes with ShallCheck");
    await window.untilStepDone("Give ShallCheck its server");
    await window.walkthroughStep("Read why");
  },
};

await mkdir(IMAGES, { recursive: true });
const named = process.argv.slice(2);
const launched = await launchBrowser();
const browser = await chromium.connect(launched.wsEndpoint());
const server = await CodeServer.start({ name: "screenshots", settings: { "workbench.layoutControl.enabled": false, "breadcrumbs.enabled": false } });
for (const [name, prepare] of Object.entries(pictures)) {
  if (named.length > 0 && !named.includes(name)) continue;
  const workspace = await Workspace.make(name, "poor");
  const context = await browser.newContext({ viewport: WIDER.has(name) ? WIDE : VIEWPORT, deviceScaleFactor: SCALE });
  const window = await Window.open(context, server, { folder: workspace.folder, file: FILE });
  await window.untilSquiggle("periodically", "warning");
  await prepare(window, workspace);
  await window.screenshot(path.join(IMAGES, `${name}.png`));
  await context.close();
  console.log(`docs/images/${name}.png`);
}
await browser.close();
await server.stop();
await launched.close();
