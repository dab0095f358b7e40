// run.mjs [FILE…]: starts the editor and the browser once, runs the test files, says how many passed.
import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

import { hasBrowser, launchBrowser } from "./editor/browser.mjs";
import { CodeServer } from "./editor/codeServer.mjs";
import { BUILD, OWN_PROGRAMS } from "./editor/places.mjs";
import { quickPrograms } from "./editor/quickPrograms.mjs";

/** Two windows at a time: most of a test's time is the editor's own start. */
const AT_ONCE = Number(process.env.SHALLCHECK_AT_ONCE ?? 2);
/** Milliseconds for one file. */
const LONGEST = 900_000;

if (!hasBrowser) {
  console.log("0 passed, all skipped: the tests in VS Code need Chromium (Debian: apt-get install chromium).");
  process.exit(0);
}
const began = Date.now();
const here = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2).map((file) => path.resolve(file));
const files = named.length > 0 ? named : (await readdir(here)).filter((name) => name.endsWith(".test.mjs")).sort().map((name) => path.join(here, name));

await rm(path.join(BUILD, "failures"), { recursive: true, force: true });
await mkdir(BUILD, { recursive: true });
const browser = await launchBrowser();
const quick = await quickPrograms();
const editor = await CodeServer.start({ name: "shared", path: [quick.folder, OWN_PROGRAMS, process.env.PATH].join(path.delimiter) });
process.env.SHALLCHECK_BROWSER = browser.wsEndpoint();
process.env.SHALLCHECK_EDITOR = editor.address;

const counts = { passed: 0, failed: 0, skipped: 0 };
const tests = run({ files, concurrency: AT_ONCE, timeout: LONGEST });
tests.on("test:summary", ({ file, counts: seen }) => {
  if (file === undefined) Object.assign(counts, { passed: seen.passed, failed: seen.failed + seen.cancelled, skipped: seen.skipped });
});
tests.compose(spec()).pipe(process.stdout);
tests.on("end", async () => {
  await editor.stop();
  await browser.close();
  quick.end();
  const seconds = ((Date.now() - began) / 1000).toFixed(0);
  process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1;
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped in ${seconds} s (in the real VS Code)`);
});
