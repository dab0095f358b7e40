import assert from "node:assert/strict";
import { test } from "node:test";

import { absolute, interpreterIn, isInterpreter, isWithin, onSearchPath, type Machine } from "../src/places";

function machine(platform: NodeJS.Platform, env: Record<string, string>, files: string[]): Machine {
  return { platform, env, home: platform === "win32" ? "C:\\Users\\ada" : "/home/ada", isFile: (file) => files.includes(file) };
}

void test("programs are found along the search path, in its order", () => {
  const linux = machine("linux", { PATH: "/a:/usr/bin" }, ["/usr/bin/python3", "/a/python3"]);
  assert.deepEqual(onSearchPath("python3", linux), ["/a/python3", "/usr/bin/python3"]);
});

void test("relative folders of the search path are passed over: they would name a program of the workspace", () => {
  const linux = machine("linux", { PATH: ".:bin::/usr/bin" }, ["bin/shallcheck", "./shallcheck", "shallcheck", "/usr/bin/shallcheck"]);
  assert.deepEqual(onSearchPath("shallcheck", linux), ["/usr/bin/shallcheck"]);
});

void test("Windows: Path in any case, endings from PATHEXT, but no scripts that need a shell", () => {
  const files = ["C:\\Py\\python.exe", "C:\\Py\\python.bat", "D:\\shallcheck.exe"];
  const windows = machine("win32", { Path: "C:\\Py;relative;D:\\", PATHEXT: ".COM;.EXE;.BAT" }, files);
  assert.deepEqual(onSearchPath("python", windows), ["C:\\Py\\python.exe"]);
  assert.deepEqual(onSearchPath("shallcheck", windows), ["D:\\shallcheck.exe"]);
});

void test("macOS: an editor started from the Dock still finds Homebrew's programs", () => {
  const mac = machine("darwin", { PATH: "/usr/bin:/bin" }, ["/opt/homebrew/bin/python3"]);
  assert.deepEqual(onSearchPath("python3", mac), ["/opt/homebrew/bin/python3"]);
});

void test("a virtual environment's interpreter", () => {
  assert.equal(interpreterIn("/x/env", { platform: "darwin" }), "/x/env/bin/python");
  assert.equal(interpreterIn("C:\\x\\env", { platform: "win32" }), "C:\\x\\env\\Scripts\\python.exe");
});

void test("interpreters are told from commands by their name", () => {
  for (const name of ["/a/python", "/a/python3.12", "/a/pypy3"]) assert.ok(isInterpreter(name, { platform: "linux" }), name);
  for (const name of ["C:\\a\\Python.exe", "C:\\a\\pythonw.exe", "C:\\Windows\\py.exe"]) assert.ok(isInterpreter(name, { platform: "win32" }), name);
  for (const name of ["/a/shallcheck", "/a/python-config", "/a/ipython"]) assert.ok(!isInterpreter(name, { platform: "linux" }), name);
});

void test("a written path: ~ is the home folder, a relative path is none", () => {
  const linux = machine("linux", {}, []);
  assert.equal(absolute("~/env/bin/python", linux), "/home/ada/env/bin/python");
  assert.equal(absolute("env/bin/python", linux), "");
  assert.equal(absolute("~\\env\\python.exe", machine("win32", {}, [])), "C:\\Users\\ada\\env\\python.exe");
});

void test("what lies in a folder", () => {
  assert.ok(isWithin("/ws/.venv/bin/shallcheck", "/ws", { platform: "linux" }));
  assert.ok(!isWithin("/wsx/shallcheck", "/ws", { platform: "linux" }));
  assert.ok(!isWithin("D:\\shallcheck.exe", "C:\\ws", { platform: "win32" }));
});
