import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdir, readdir, rm, symlink } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import path from "node:path";
import { before } from "node:test";
import { promisify } from "node:util";

import { BUILD, CHECKOUT, OWN_PROGRAMS } from "./editor/places.mjs";
import { inEditor } from "./editor/session.mjs";

/** Milliseconds from the consent to the first finding, where pip has the wheels, on a machine with nothing else to do. */
const PROMISED = 30_000;
/** pip finds the wheels on the disk, as it does in its cache; a cache of its own would depend on what the index lets it keep. */
const WHEELS = path.join(BUILD, "wheels");
const HAVING_WHEELS = { PIP_NO_INDEX: "1", PIP_FIND_LINKS: WHEELS };

/** All that is on the search path: the Python that the wheels are for, and no `shallcheck`. */
const PROGRAMS = path.join(BUILD, "programs");
const PYTHON = path.join(OWN_PROGRAMS, "python");
const ask = promisify(execFile);

before(async () => {
  const { stdout: base } = await ask(PYTHON, ["-c", "import sys; print(sys._base_executable)"]);
  await rm(PROGRAMS, { recursive: true, force: true });
  await mkdir(PROGRAMS, { recursive: true });
  await symlink(base.trim(), path.join(PROGRAMS, "python3"));
  await mkdir(WHEELS, { recursive: true });
  const options = ["--quiet", "--require-hashes", "--only-binary", ":all:", "--find-links", WHEELS, "--dest", WHEELS];
  await ask(PYTHON, ["-m", "pip", "download", ...options, "-r", path.join(CHECKOUT, "locks", "run.txt")]);
});

/** How many times more this machine has to do than it has processors. */
const crowding = () => Math.max(1, loadavg()[0] / availableParallelism());

inEditor(
  "where there is no server, one is made with consent, and the first finding comes within 30 s where pip has the wheels",
  { file: "System_Requirements.md", own: () => ({ path: PROGRAMS, env: HAVING_WHEELS }) },
  async ({ window, server, t }) => {
    const question = window.notification("ShallCheck needs its server");
    await question.waitFor();
    const began = Date.now();
    await window.pressButton(question, "Set it up");
    await window.untilSquiggle("periodically", "warning", 10 * PROMISED);
    const took = Date.now() - began;
    const allowed = PROMISED * crowding();
    t.diagnostic(`first finding ${(took / 1000).toFixed(1)} s after “Set it up” (${crowding().toFixed(1)} jobs a processor)`);
    assert.ok(took <= allowed, `it took ${took} ms, and ${allowed} were allowed`);

    await window.command("ShallCheck: Show what ShallCheck runs");
    const page = await window.untilPage(/process\s+\d+/);
    assert.match(page, /found by\s+private environment/);
    const [made] = await readdir(path.join(server.userData, "User", "globalStorage", "shallcheck.shallcheck", "environment"));
    assert.equal(made, "0.1.0");
  },
);
