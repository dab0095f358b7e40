// Takes the pictures of the report's page for docs/images again; what they show is tested in report.test.mjs.
import { execFile } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { chromium } from "playwright-core";

import { launchBrowser } from "./editor/browser.mjs";
import { BUILD, CHECKOUT, EXAMPLES, OWN_PROGRAMS } from "./editor/places.mjs";

const VIEWPORT = { width: 1320, height: 790 };
const SCALE = 1.25;
const OPTIONS = ["--tags", "0", "--date", "2026-11-26", "--title", "Cold-chain monitor"];

/** `from`: the example that a picture is of. */
const pictures = {
  report: { from: "poor", colorScheme: "light", take: (page, file) => page.screenshot({ path: file }) },
  "report-trace": {
    from: "good",
    colorScheme: "dark",
    take: async (page, file) => {
      await page.fill("#filter", "SN-001");
      await page.press("#filter", "Enter");
      await page.click("#only");
      await page.locator("#trace").screenshot({ path: file });
    },
  },
};

const launched = await launchBrowser();
const browser = await chromium.connect(launched.wsEndpoint());
for (const [name, { from, colorScheme, take }] of Object.entries(pictures)) {
  const folder = path.join(BUILD, name);
  await promisify(execFile)(path.join(OWN_PROGRAMS, "shallcheck"), ["report", path.join(EXAMPLES, from), ...OPTIONS, "--html", folder]);
  const page = await browser.newPage({ viewport: VIEWPORT, colorScheme, deviceScaleFactor: SCALE });
  await page.goto(pathToFileURL(path.join(folder, "index.html")).href);
  await take(page, path.join(CHECKOUT, "docs", "images", `${name}.png`));
  await page.close();
  console.log(`docs/images/${name}.png`);
}
await browser.close();
await launched.close();
