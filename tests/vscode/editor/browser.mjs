// Debian's Chromium, without a window.
import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = ["/usr/bin/chromium", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"];
const OPTIONS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  // What is not on this machine cannot be found: a request that would leave it fails, and the tests see that it was tried.
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
];

const executablePath = PLACES.find((place) => existsSync(place));
export const hasBrowser = executablePath !== undefined;

/** A browser that test files connect to by its `wsEndpoint()`. */
export function launchBrowser() {
  return chromium.launchServer({ executablePath, headless: true, host: "127.0.0.1", args: OPTIONS });
}
