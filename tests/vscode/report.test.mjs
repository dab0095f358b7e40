// The page that `shallcheck report` writes, in the browser as a person opens it: from the disk.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

import { BUILD, EXAMPLES, OWN_PROGRAMS } from "./editor/places.mjs";

const FOLDER = path.join(BUILD, "report");
const VIEWPORT = { width: 1400, height: 900 };
const run = promisify(execFile);

let browser;
before(async () => {
  browser = await chromium.connect(process.env.SHALLCHECK_BROWSER);
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
});
after(() => browser?.close());

/** Writes the page of a folder; gives its address. */
async function report(name, folder, title = name) {
  const written = path.join(FOLDER, name);
  const environment = { ...process.env, SHALLCHECK_CACHE_DIR: path.join(FOLDER, "cache") };
  await run(path.join(OWN_PROGRAMS, "shallcheck"), ["report", ".", "--tags", "0", "--date", "2026-11-26", "--title", title, "--html", written], { cwd: folder, env: environment });
  return pathToFileURL(path.join(written, "index.html")).href;
}

/** A folder outside of this repository, which keeps no file of a run. */
const fresh = () => mkdtemp(path.join(os.tmpdir(), "shallcheck-report-"));

/** Opens an address; what the page complains of, or asks the network for, fails the test. */
async function open(address, options, body) {
  const context = await browser.newContext({ viewport: VIEWPORT, ...options });
  const page = await context.newPage();
  const wrong = [];
  page.on("console", (message) => wrong.push(message.text()));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("dialog", (dialog) => dialog.dismiss().finally(() => wrong.push(dialog.message())));
  page.on("request", (request) => request.url() === address.replace(/#.*/, "") || request.url().startsWith("data:") || wrong.push(request.url()));
  await page.goto(address);
  try {
    await body(page);
    assert.deepEqual(wrong, []);
  } catch (error) {
    await page.screenshot({ path: path.join(FOLDER, "failed.png") });
    throw error;
  } finally {
    await context.close();
  }
}

const shown = (page) => page.locator("#details h3").textContent();
const told = (page) => page.locator("#told").textContent();

test("the page shows the chain, and lights the way up and down from what is chosen", async () => {
  const address = await report("Cold-chain monitor", path.join(EXAMPLES, "poor"));
  await open(address, {}, async (page) => {
    assert.match(await page.locator(".verdict").textContent(), /Refused: \d+ errors/);
    assert.equal(await page.locator(".chain li").count(), 7);
    await page.fill("#filter", "SYS-001");
    assert.match(await told(page), /^1 artifact of \d+ lit\.$/);
    await page.press("#filter", "Enter");
    assert.equal(await shown(page), "SYS-001");
    assert.match(await told(page), /SYS-001: \d artifacts above, 1 artifact below\./);
    assert.match(await page.locator("#details").textContent(), /Comes fromSN-001/);
    await page.screenshot({ path: path.join(FOLDER, "chosen.png") });
    await page.locator("#details button", { hasText: "SN-001" }).click();
    assert.equal(await shown(page), "SN-001");
  });
});

test("the graph is walked by keys alone", async () => {
  await open(await report("Cold-chain monitor", path.join(EXAMPLES, "good")), { colorScheme: "dark" }, async (page) => {
    await page.focus("#graph");
    for (const [key, expected] of [["ArrowRight", "INT-1"], ["ArrowRight", "MIS-1"], ["ArrowRight", "SN-001"], ["ArrowDown", "SN-003"], ["ArrowLeft", "MIS-1"]]) {
      await page.keyboard.press(key);
      assert.equal(await shown(page), expected);
    }
    await page.keyboard.press("Enter");
    assert.equal(await page.getAttribute("#only", "aria-pressed"), "true");
    await page.locator("#trace").screenshot({ path: path.join(FOLDER, "dark-only.png") });
    await page.keyboard.press("Escape");
    assert.equal(await page.locator("#details").isVisible(), false);
  });
});

test("findings are filtered by rule, by file and by words", async () => {
  await open(await report("Cold-chain monitor", path.join(EXAMPLES, "poor")), {}, async (page) => {
    const rows = page.locator("#findings tbody tr");
    await page.locator("[data-rule=AMB001] button").click();
    const found = await rows.count();
    assert.ok(found > 1 && found < 10);
    assert.match(await rows.first().textContent(), /AMB001/);
    await page.locator("[data-rule=AMB001] button").click();
    await page.fill("#findings input", "SYS-016");
    assert.equal(await rows.count(), 1);
    await rows.first().locator("button").click();
    assert.equal(await shown(page), "SYS-016");
    await page.selectOption("#artifacts select", "mission");
    assert.equal(await page.locator("#artifacts tbody tr").count(), 2);
  });
});

test("suspect links are coloured and told, and so is what tests have shown", async () => {
  const folder = await fresh();
  const requirement = (seconds) => `---\nlevel: requirements\n---\n### SYS-1 Stop\nThe pump shall stop within ${seconds} s of each alarm.\n`;
  await writeFile(path.join(folder, "System_Requirements.md"), requirement(2));
  await writeFile(path.join(folder, "Test_Plan.md"), "---\nlevel: tests\n---\n### TST-1 Stopping\nRaise an alarm.\n- Expected: it stops.\n- Verifies: SYS-1\n");
  await writeFile(path.join(folder, "shallcheck.toml"), 'results = ["junit.xml"]\n');
  await writeFile(path.join(folder, "junit.xml"), '<testsuite timestamp="2026-05-01T12:00:00"><testcase classname="plan" name="test_TST_1"><failure/></testcase></testsuite>');
  await run(path.join(OWN_PROGRAMS, "shallcheck"), ["baseline", "--by", "Ann"], { cwd: folder });
  await writeFile(path.join(folder, "System_Requirements.md"), requirement(5));
  await open(await report("Suspect", folder), {}, async (page) => {
    assert.match(await page.locator(".verdict").textContent(), /Refused: 1 failed its tests/);
    assert.match(await page.locator("#suspect tbody tr").textContent(), /TST-1verifiesSYS-1.*“2 s” is now “5 s”/);
    const seen = `(() => {
      graph.paint();
      const { data } = graph.pen.getImageData(0, 0, graph.canvas.width, graph.canvas.height);
      const wanted = graph.colours.suspect.match(/[0-9a-f]{2}/g).map((each) => parseInt(each, 16));
      for (let at = 0; at < data.length; at += 4) if (wanted.every((each, part) => Math.abs(each - data[at + part]) < 12)) return true;
      return false;
    })()`;
    assert.ok(await page.evaluate(seen), "the link has its own colour in the graph");
    await page.locator("[data-flag=failed]").click();
    assert.match(await told(page), /^2 artifacts of 2 lit\.$/);
    await page.locator("#artifacts button", { hasText: "TST-1" }).click();
    assert.match(await page.locator("#details").textContent(), /suspect link.*failedTST-1.*junit\.xml.*Suspect: “SYS-1” has changed/s);
    await page.locator("#trace").screenshot({ path: path.join(FOLDER, "suspect.png") });
  });
});

test("what a document says is shown and never run", async () => {
  const folder = await fresh();
  const text = "- **SYS-1**: The pump shall show </script><script>alert(1)</script> and <img src=x onerror=alert(2)> quickly.\n";
  await writeFile(path.join(folder, "System_Requirements.md"), `---\nlevel: requirements\n---\n${text}`);
  await open(`${await report("hostile", folder, "<script>alert(3)</script>")}#SYS-1`, {}, async (page) => {
    assert.equal(await shown(page), "SYS-1");
    assert.equal(await page.locator("h1").textContent(), "<script>alert(3)</script>");
    assert.match(await page.locator("#details p").first().textContent(), /<\/script><script>alert\(1\)/);
    assert.equal(await page.locator("script").count(), 2);
    assert.equal(await page.locator("img").count(), 0);
  });
});

test("eleven thousand artifacts stay usable", async () => {
  const folder = await fresh();
  const needs = Array.from({ length: 1000 }, (_, n) => `### SN-${n} Need ${n}\nNeed.\n\n`);
  const requirements = Array.from({ length: 10000 }, (_, n) => `### SYS-${n} Stop ${n}\nStop.\n- Traces to: SN-${Math.floor(n / 10)}\n\n`);
  await writeFile(path.join(folder, "Needs.md"), `---\nlevel: needs\n---\n${needs.join("")}`);
  await writeFile(path.join(folder, "System_Requirements.md"), `---\nlevel: requirements\n---\n${requirements.join("")}`);
  await open(await report("Many", folder), {}, async (page) => {
    const paint = "(() => { const began = performance.now(); for (let i = 0; i < 5; i++) graph.paint(); return (performance.now() - began) / 5; })()";
    assert.ok((await page.evaluate(paint)) < 100, "a frame takes less than 100 ms");
    const choose = "(() => { const began = performance.now(); graph.choose(42); graph.showOnly(true); graph.paint(); return performance.now() - began; })()";
    assert.ok((await page.evaluate(choose)) < 500, "a choice takes less than half a second");
    assert.match(await told(page), /SN-42: 0 artifacts above, 10 artifacts below\./);
    await page.locator("#trace").screenshot({ path: path.join(FOLDER, "many.png") });
  });
});

test("a narrow window shows everything in its width, and paper has it in light", async () => {
  await open(await report("Cold-chain monitor", path.join(EXAMPLES, "poor")), { viewport: { width: 400, height: 800 }, colorScheme: "dark" }, async (page) => {
    assert.ok((await page.evaluate("document.documentElement.scrollWidth")) <= 400);
    await page.setViewportSize(VIEWPORT);
    await page.pdf({ path: path.join(FOLDER, "page.pdf"), preferCSSPageSize: true, printBackground: true });
  });
});
