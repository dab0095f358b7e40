import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { test } from "node:test";

import { Cancelled, completeEnvironment, Failed, folderOf, makeEnvironment, ownEnvironment, type Making } from "../src/environment";
import { interpreterIn } from "../src/places";
import type { Run } from "../src/process";

/** Records what would be run, and does what venv does to the disk. `failing`: the part of a command line that fails. */
async function workshop(failing?: () => string): Promise<{ making: Making; ran: string[]; steps: string[]; abort: AbortController }> {
  const storage = await mkdtemp(path.join(os.tmpdir(), "shallcheck-"));
  const wheel = path.join(storage, "shallcheck-0.1.0-py3-none-any.whl");
  const requirements = path.join(storage, "requirements.txt");
  await writeFile(wheel, "wheel");
  await writeFile(requirements, "spacy==3.8.7 \\\n    --hash=sha256:00\npygls==2.1.1 \\\n    --hash=sha256:01\n");
  const ran: string[] = [];
  const steps: string[] = [];
  const abort = new AbortController();
  const run: Run = async (program, parameters, options) => {
    const line = [path.basename(program), ...parameters].join(" ");
    ran.push(line);
    const wanted = failing?.() ?? "";
    if (wanted !== "" && line.includes(wanted)) return { code: 1, output: "", complaint: "ERROR: the network is down" };
    if (line.includes("venv")) {
      const python = interpreterIn(parameters.at(-1) ?? "", { platform: process.platform });
      await mkdir(path.dirname(python), { recursive: true });
      await writeFile(python, "");
    }
    options.onLine?.("Collecting spacy==3.8.7 (from -r requirements.txt)");
    options.onLine?.("Processing /mirror/en-core/pygls-2.1.1-py3-none-any.whl (from -r requirements.txt)");
    return { code: 0, output: "", complaint: "" };
  };
  const making: Making = {
    storage,
    version: "0.1.0",
    bundle: { wheel, requirements },
    base: "/usr/bin/python3.11",
    interpreter: { version: [3, 11], shallcheck: null, venv: true, pip: true },
    platform: process.platform,
    env: process.env,
    run,
    signal: abort.signal,
    progress: (what, done, all) => steps.push(`${what} ${done}/${all}`),
    log: () => undefined,
  };
  return { making, ran, steps, abort };
}

void test("three steps: the environment, the locked requirements, the wheel; then it is complete", async () => {
  const { making, ran, steps } = await workshop();
  const folder = await makeEnvironment(making);
  assert.equal(folder, folderOf(making.storage, "0.1.0"));
  assert.equal(ran.length, 3);
  assert.match(ran[0] ?? "", /-m venv /);
  assert.match(ran[1] ?? "", /--require-hashes --only-binary :all: -r /);
  assert.match(ran[2] ?? "", /--no-deps --no-index /);
  assert.deepEqual(steps.slice(1, 3), ["spacy 1/2", "pygls 2/2"]);
  assert.equal(await completeEnvironment(making.storage, "0.1.0", making.bundle), folder);
});

void test("a making that failed goes on where it stopped", async () => {
  let failing = "--require-hashes";
  const { making, ran } = await workshop(() => failing);
  await assert.rejects(makeEnvironment(making), (error) => error instanceof Failed && error.message.includes("ERROR: the network is down"));
  assert.equal(await completeEnvironment(making.storage, "0.1.0", making.bundle), undefined);
  failing = "";
  await makeEnvironment(making);
  assert.equal(ran.filter((line) => line.includes("-m venv")).length, 1);
  assert.equal(ran.filter((line) => line.includes("--require-hashes")).length, 2);
});

void test("cancelled: nothing is marked as done, the lock is gone, the next try works", async () => {
  const { making, abort } = await workshop();
  abort.abort();
  await assert.rejects(makeEnvironment(making), Cancelled);
  assert.equal(await completeEnvironment(making.storage, "0.1.0", making.bundle), undefined);
  await makeEnvironment({ ...making, signal: new AbortController().signal });
});

void test("another wheel of the same version is installed again, and nothing else is", async () => {
  const { making, ran } = await workshop();
  await makeEnvironment(making);
  await writeFile(making.bundle.wheel, "a newer build");
  assert.equal(await completeEnvironment(making.storage, "0.1.0", making.bundle), undefined);
  await makeEnvironment(making);
  assert.equal(ran.length, 4);
});

void test("a newer version makes its own environment and removes the older one", async () => {
  const { making } = await workshop();
  const old = await makeEnvironment(making);
  await makeEnvironment({ ...making, version: "0.2.0" });
  assert.ok(!existsSync(old));
  assert.deepEqual(await readdir(path.dirname(old)), ["0.2.0"]);
});

void test("a second window is told to wait; the lock of a process that is gone is taken over", async () => {
  const { making } = await workshop();
  const lock = path.join(making.storage, "environment", "making");
  await mkdir(path.dirname(lock), { recursive: true });
  await writeFile(lock, String(process.ppid));
  await assert.rejects(makeEnvironment(making), /another window/);
  await writeFile(lock, "999999999");
  await makeEnvironment(making);
});

void test("Debian without ensurepip: the base interpreter's pip installs into the environment", async () => {
  const { making, ran } = await workshop();
  await makeEnvironment({ ...making, interpreter: { ...making.interpreter, venv: false } });
  assert.match(ran[0] ?? "", /-m venv --without-pip/);
  assert.match(ran[1] ?? "", /^python3\.11 -I -m pip .*--python /);
});

void test("on Windows it is the environment's python.exe that runs pip", async () => {
  const { making, ran } = await workshop();
  await makeEnvironment({ ...making, platform: "win32" });
  assert.match(ran[1] ?? "", /\\environment\\0\.1\.0\\Scripts\\python\.exe -I -m pip /);
});

void test("neither venv nor pip: the person is told what to install", async () => {
  const { making } = await workshop();
  const interpreter = { ...making.interpreter, venv: false, pip: false };
  await assert.rejects(makeEnvironment({ ...making, interpreter }), /apt install python3-venv/);
});

void test("nothing of the person's environment bends the module path", () => {
  const kept = ownEnvironment({ PATH: "/bin", PYTHONPATH: "/evil", PYTHONHOME: "/x", VIRTUAL_ENV: "/y" });
  assert.deepEqual(kept, { PATH: "/bin", PYTHONUTF8: "1" });
});
