import assert from "node:assert/strict";
import os from "node:os";
import { test } from "node:test";
import { statSync } from "node:fs";

import type { Machine } from "../src/places";
import { run } from "../src/process";
import { askInterpreter, baseInterpreters, candidates, findServer, parametersOf, type Interpreter, type Sources } from "../src/python";

const linux: Machine = {
  platform: "linux",
  env: { PATH: "/ws/bin:/usr/bin" },
  home: "/home/ada",
  isFile: (file) => ["/ws/bin/shallcheck", "/usr/bin/shallcheck", "/py/bin/python", "/own/bin/python", "/py/old"].includes(file),
};
const nothing: Sources = { setting: "", pythonExtension: undefined, privateEnvironment: undefined, trusted: true, folders: ["/ws"] };
const has: Interpreter = { version: [3, 12], shallcheck: "0.1.0", venv: true, pip: true };
const answers =
  (interpreter: Interpreter | undefined) =>
  (): Promise<Interpreter | undefined> =>
    Promise.resolve(interpreter);

void test("the order: the Python extension, the search path, the private environment", () => {
  const found = candidates({ ...nothing, pythonExtension: "/py/bin/python", privateEnvironment: "/own" }, linux);
  assert.deepEqual(
    found.map(({ program }) => program),
    ["/py/bin/python", "/ws/bin/shallcheck", "/usr/bin/shallcheck", "/own/bin/python"],
  );
});

void test("an untrusted workspace names no program: neither the chosen interpreter nor a command inside it", () => {
  const found = candidates({ ...nothing, trusted: false, pythonExtension: "/ws/.venv/bin/python" }, linux);
  assert.deepEqual(
    found.map(({ program }) => program),
    ["/usr/bin/shallcheck"],
  );
});

void test("a setting is the only candidate, and a wrong one is told", async () => {
  const found = candidates({ ...nothing, setting: "/nowhere/python", privateEnvironment: "/own" }, linux);
  const { launch, tried } = await findServer(found, linux, answers(has));
  assert.equal(launch, undefined);
  assert.deepEqual(
    tried.map(({ verdict }) => verdict),
    ["no such file"],
  );
});

void test("a Python with ShallCheck is started with a module path that the current folder is not on", async () => {
  const found = candidates({ ...nothing, setting: "/py/bin/python" }, linux);
  const { launch } = await findServer(found, linux, answers(has));
  assert.deepEqual(launch?.parameters, ["-P", "-m", "shallcheck", "serve"]);
  assert.equal(launch.version, "0.1.0");
  assert.deepEqual(parametersOf(launch, "mcp"), ["-P", "-m", "shallcheck", "mcp"]);
});

void test("a Python without ShallCheck, too old, or silent is passed over with its reason", async () => {
  const machine = { ...linux, env: {} };
  for (const [interpreter, verdict] of [
    [{ ...has, shallcheck: null }, "Python 3.12 without ShallCheck"],
    [{ ...has, version: [3, 10] as const }, "Python 3.10, and ShallCheck needs 3.11 or newer"],
    [undefined, "does not answer as a Python does"],
  ] as const) {
    const search = await findServer(candidates({ ...nothing, pythonExtension: "/py/bin/python" }, machine), machine, answers(interpreter));
    assert.equal(search.launch, undefined);
    assert.equal(search.tried[0]?.verdict, verdict);
  }
});

void test("Windows' stand-in for Python, which only opens a shop, is never taken", () => {
  const stub = "C:\\Users\\ada\\AppData\\Local\\Microsoft\\WindowsApps\\python.exe";
  const real = "C:\\Py\\python.exe";
  const env = { Path: "C:\\Users\\ada\\AppData\\Local\\Microsoft\\WindowsApps;C:\\Py", PATHEXT: ".EXE" };
  const windows: Machine = { platform: "win32", env, home: "C:\\Users\\ada", isFile: (file) => [stub, real].includes(file) };
  assert.deepEqual(baseInterpreters(windows), [real]);
});

void test("Windows' launcher is asked last, macOS's stand-in never", () => {
  const windows: Machine = { platform: "win32", env: { Path: "C:\\Windows", PATHEXT: ".EXE" }, home: "C:\\", isFile: (file) => file === "C:\\Windows\\py.exe" };
  assert.deepEqual(baseInterpreters(windows), ["C:\\Windows\\py.exe"]);
  const files = ["/usr/bin/python3", "/opt/homebrew/bin/python3"];
  const mac: Machine = { platform: "darwin", env: { PATH: "/usr/bin" }, home: "/Users/ada", isFile: (file) => files.includes(file) };
  assert.deepEqual(baseInterpreters(mac), ["/opt/homebrew/bin/python3"]);
});

void test("of this machine's Pythons one answers; a version manager's stand-ins that run nothing do not", async (context) => {
  const machine: Machine = { platform: process.platform, env: process.env, home: os.homedir(), isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false };
  const programs = baseInterpreters(machine);
  if (programs.length === 0) {
    context.skip("no Python on this machine");
    return;
  }
  const all = await Promise.all(programs.map((program) => askInterpreter(program, run, os.tmpdir(), process.env)));
  const answers = all.filter((answer) => answer !== undefined);
  assert.notEqual(answers.length, 0);
  for (const { version } of answers) assert.equal(version[0], 3);
});
