// What each test file shares: the running editor and browser (started by run.mjs), and a fresh window for each test.
import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, test } from "node:test";
import { chromium } from "playwright-core";

import { CodeServer } from "./codeServer.mjs";
import { BUILD } from "./places.mjs";
import { Window } from "./window.mjs";
import { Workspace } from "./workspace.mjs";

export const VIEWPORT = { width: 1400, height: 900 };

let browser;
before(async () => {
  browser = await chromium.connect(process.env.SHALLCHECK_BROWSER);
});
after(async () => {
  await readers?.visit.end();
  await browser?.close();
});

/** The editor that all tests share, in which ShallCheck finds its server on the search path. */
export const shared = { address: process.env.SHALLCHECK_EDITOR };

/**
 * A test in a window of its own. `files`: see Workspace.make; `file`: what is open at the beginning.
 * `own`: gives, for a workspace, what CodeServer.start needs for an editor of the test's own.
 * `reads`: it changes neither text nor settings, so the tests of a file that do so share a window (a new one costs 10 s).
 */
export function inEditor(name, setup, body) {
  test(name, async (t) => {
    for (let tries = 1; ; tries++) {
      try {
        return await inWindow(name, setup, t, body);
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        t.diagnostic(`failed once, tried again: ${error}`);
      }
    }
  });
}

/** The editor's own page loses a click or a key now and then while it is busy; what is wrong with ShallCheck fails again. */
const MOST_TRIES = 2;

/** The window of the tests that only read, with its workspace and visit. */
let readers;

async function inReaders(name, { files = "poor", file }, t, body) {
  if (readers !== undefined && readers.files !== files) await endReaders();
  try {
    if (readers === undefined) {
      const workspace = await Workspace.make(slugOf(name), files);
      readers = { files, workspace, visit: await Visit.begin() };
      readers.window = await readers.visit.open(shared, { folder: workspace.folder, file });
    } else {
      await readers.window.command("View: Close All Editors");
      await readers.window.openFile(file);
      await readers.window.goTo({ line: 1, column: 1 });
    }
    await body({ ...readers, server: shared, t });
  } catch (error) {
    await readers.visit.keep(slugOf(name));
    await endReaders();
    throw error;
  }
  assert.deepEqual(readers.visit.foreign, [], "no request leaves this machine");
}

async function endReaders() {
  const { visit } = readers;
  readers = undefined;
  await visit.end();
}

async function inWindow(name, { files = "poor", file, own, reads = false }, t, body) {
  if (reads) return inReaders(name, { files, file }, t, body);
  const slug = slugOf(name);
  const workspace = await Workspace.make(slug, files);
  const visit = await Visit.begin();
  const server = own === undefined ? shared : await CodeServer.start({ name: slug, ...own(workspace) });
  try {
    const window = await visit.open(server, { folder: workspace.folder, file });
    await body({ window, workspace, server, visit, t });
  } catch (error) {
    await visit.keep(slug);
    throw error;
  } finally {
    await visit.end();
    if (own !== undefined) await server.stop();
  }
  assert.deepEqual(visit.foreign, [], "no request leaves this machine");
}

/** A short name for folders: the paths of the editor's sockets must stay below 100 characters. */
function slugOf(name) {
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  return words.filter((word) => word.length > 3).slice(0, 4).join("-");
}

/** A browser context, with every request that would leave this machine written down. */
export class Visit {
  static async begin() {
    const context = await browser.newContext({ viewport: VIEWPORT, permissions: ["clipboard-read", "clipboard-write"] });
    const visit = new Visit(context);
    context.on("requestfinished", (request) => visit.#watch(request));
    context.on("requestfailed", (request) => visit.#watch(request));
    return visit;
  }

  /** What the editor's own service worker answers has a foreign name, and stays in the browser. */
  async #watch(request) {
    const { hostname, protocol, origin } = new URL(request.url());
    if (!/^(http|ws)s?:$/.test(protocol) || hostname === "127.0.0.1" || request.failure()?.errorText === "net::ERR_ABORTED") return;
    const response = await request.response().catch(() => null);
    if (response?.fromServiceWorker() !== true) this.foreign.push(`${origin} ${request.failure()?.errorText ?? ""}`);
  }

  constructor(context) {
    this.context = context;
    this.foreign = [];
    this.windows = [];
  }

  async open(server, what) {
    const window = await Window.open(this.context, server, what);
    this.windows.push(window);
    return window;
  }

  /** Keeps what a failed test left on the screen. */
  async keep(slug) {
    const folder = path.join(BUILD, "failures");
    await mkdir(folder, { recursive: true });
    for (const [index, page] of this.context.pages().entries()) {
      await page.screenshot({ path: path.join(folder, `${slug}-${index}.png`) }).catch(() => undefined);
      await writeFile(path.join(folder, `${slug}-${index}.log`), (this.windows[index]?.console ?? []).join("\n"));
    }
  }

  end() {
    return this.context.close();
  }
}
