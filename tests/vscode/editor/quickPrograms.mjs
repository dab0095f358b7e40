// A `shallcheck` that starts in a blink (tests/forking), for the editor that most tests share: each window starts a server anew.
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { createInterface } from "node:readline";

import { CHECKOUT, OWN_PROGRAMS } from "./places.mjs";

/** The folder in which it lies until `end` is called. */
export async function quickPrograms() {
  const child = spawn(path.join(OWN_PROGRAMS, "python"), ["-m", "tests.forking"], { cwd: CHECKOUT, stdio: ["pipe", "pipe", "inherit"] });
  const [folder] = await once(createInterface(child.stdout), "line");
  return { folder, end: () => child.stdin.end() };
}
