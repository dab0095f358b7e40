/**
 * The private environment: a virtual environment in the extension's own storage, made from the wheel in the extension and the
 * locked requirements. Each step leaves a mark when it is done, so that a cancelled or broken making goes on where it stopped.
 * Imports nothing of the editor.
 */

import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { interpreterIn } from "./places";
import type { Outcome, Run } from "./process";
import type { Interpreter } from "./python";

/** What the extension brings along. */
export interface Bundle {
  readonly wheel: string;
  /** Requirements with hashes, for pip. */
  readonly requirements: string;
}

export interface Making {
  /** Holds one folder a version of the extension; all others in it are ours to remove. */
  readonly storage: string;
  readonly version: string;
  readonly bundle: Bundle;
  readonly base: string;
  readonly interpreter: Interpreter;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly run: Run;
  readonly signal: AbortSignal;
  /** `done` of `all` steps; a step is a package. */
  readonly progress: (message: string, done: number, all: number) => void;
  readonly log: (line: string) => void;
}

export class Cancelled extends Error {
  constructor() {
    super("cancelled; what is there is kept, and the next try goes on from it");
  }
}

/** A step that failed. `message` tells the person what to do. */
export class Failed extends Error {}

/** The mark that tells how far the making came: the digests of what it was made from. */
interface Mark {
  readonly base?: string;
  readonly requirements?: string;
  readonly wheel?: string;
}

const MARK = "shallcheck-environment.json";
const LOCK = "making";

export function folderOf(storage: string, version: string): string {
  return path.join(storage, "environment", version);
}

/** The folder of a complete environment for this very wheel, or undefined. */
export async function completeEnvironment(storage: string, version: string, bundle: Bundle): Promise<string | undefined> {
  const folder = folderOf(storage, version);
  const mark = await readMark(folder);
  return mark.wheel !== undefined && mark.wheel === (await digest(bundle.wheel)) ? folder : undefined;
}

/** Makes the environment, or what is missing of it. Returns its folder. Throws Cancelled or Failed. */
export async function makeEnvironment(making: Making): Promise<string> {
  const folder = folderOf(making.storage, making.version);
  await mkdir(path.dirname(folder), { recursive: true });
  const release = await lock(path.join(path.dirname(folder), LOCK));
  try {
    await step(making, folder, "base", making.base, () => makeVenv(making, folder));
    await step(making, folder, "requirements", await digest(making.bundle.requirements), () => installRequirements(making, folder));
    await step(making, folder, "wheel", await digest(making.bundle.wheel), () => installWheel(making, folder));
    await removeOthers(folder);
    return folder;
  } finally {
    await release();
  }
}

async function step(making: Making, folder: string, name: keyof Mark, value: string, act: () => Promise<void>): Promise<void> {
  if (making.signal.aborted) throw new Cancelled();
  const mark = await readMark(folder);
  if (mark[name] === value || (name === "base" && mark.base !== undefined && existsSync(interpreterIn(folder, making)))) return;
  await act();
  // Written last: a making that was cut off in the middle of a step does the step again.
  await writeFile(path.join(folder, MARK), JSON.stringify({ ...(name === "base" ? {} : mark), [name]: value }));
}

async function makeVenv(making: Making, folder: string): Promise<void> {
  making.progress("making the environment", 0, 1);
  await rm(folder, { recursive: true, force: true });
  const { venv, pip } = making.interpreter;
  if (!venv && !pip) {
    throw new Failed(`${making.base} has neither venv nor pip: install them (Debian and Ubuntu: apt install python3-venv) and try again`);
  }
  // Debian splits ensurepip off: then the base interpreter's own pip installs into the environment.
  const parameters = ["-I", "-m", "venv", ...(venv ? [] : ["--without-pip"]), folder];
  await succeed(making, making.base, parameters, "Python could not make a virtual environment");
}

async function installRequirements(making: Making, folder: string): Promise<void> {
  const text = await readFile(making.bundle.requirements, "utf8");
  const all = text.split("\n").filter((line) => /^[A-Za-z0-9]/.test(line)).length;
  let done = 0;
  const onLine = (line: string): void => {
    const collected = /^(?:Collecting|Requirement already satisfied:) ([A-Za-z0-9._-]+)|^Processing .*?([^/\\]+?)-[0-9][^/\\]*$/.exec(line);
    const loading = /^\s+(?:Downloading|Using cached) (\S+?)-[0-9].*\((.+)\)/.exec(line);
    if (collected) making.progress(collected[1] ?? collected[2] ?? "", ++done, all);
    else if (loading) making.progress(`${loading[1] ?? ""} (${loading[2] ?? ""})`, done, all);
    else if (line.startsWith("Installing")) making.progress("unpacking", all, all);
  };
  const parameters = ["install", "--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", making.bundle.requirements];
  await pip(making, folder, parameters, "pip could not install what ShallCheck needs", onLine);
}

async function installWheel(making: Making, folder: string): Promise<void> {
  making.progress("ShallCheck itself", 1, 1);
  const parameters = ["install", "--no-deps", "--no-index", "--force-reinstall", making.bundle.wheel];
  await pip(making, folder, parameters, "pip could not install ShallCheck");
}

async function pip(making: Making, folder: string, parameters: string[], failure: string, onLine?: (line: string) => void): Promise<void> {
  const inside = interpreterIn(folder, making);
  const quiet = ["--disable-pip-version-check", "--no-input", "--no-color"];
  const [install = "", ...rest] = parameters;
  const options = [install, "--progress-bar", "off", "--no-user", ...rest];
  if (making.interpreter.venv) await succeed(making, inside, ["-I", "-m", "pip", ...quiet, ...options], failure, onLine);
  else await succeed(making, making.base, ["-I", "-m", "pip", ...quiet, "--python", inside, ...options], failure, onLine);
}

async function succeed(
  making: Making,
  program: string,
  parameters: string[],
  failure: string,
  onLine?: (line: string) => void,
): Promise<void> {
  making.log(`${program} ${parameters.join(" ")}`);
  const outcome = await making.run(program, parameters, {
    cwd: making.storage,
    env: ownEnvironment(making.env),
    signal: making.signal,
    onLine: (line) => {
      making.log(line);
      onLine?.(line);
    },
  });
  if (making.signal.aborted) throw new Cancelled();
  if (outcome.code !== 0) throw new Failed(`${failure}: ${reason(outcome)}`);
}

function reason(outcome: Outcome): string {
  const lines = `${outcome.output}\n${outcome.complaint}`.split("\n").map((line) => line.trim());
  const error = lines.find((line) => /^error:/i.test(line)) ?? lines.filter((line) => line !== "").at(-1);
  return error ?? `it ended with code ${outcome.code}`;
}

/** The environment for Python, without what would bend its module path. */
export function ownEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !/^(PYTHONPATH|PYTHONHOME|PYTHONSTARTUP|VIRTUAL_ENV|__PYVENV_LAUNCHER__)$/.test(name));
  return { ...Object.fromEntries(kept), PYTHONUTF8: "1" };
}

/** One making at a time on a machine: a second window is told. A lock whose owner is gone is taken over. */
async function lock(file: string): Promise<() => Promise<void>> {
  for (let attempt = 0; attempt < 2; attempt++) {
    try {
      await writeFile(file, String(process.pid), { flag: "wx" });
      return () => rm(file, { force: true });
    } catch {
      const owner = Number(await readFile(file, "utf8").catch(() => "0"));
      if (owner > 0 && owner !== process.pid && isAlive(owner)) break;
      await rm(file, { force: true });
    }
  }
  throw new Failed("another window is making the environment: wait until it has ended, then restart the server here");
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

async function readMark(folder: string): Promise<Mark> {
  try {
    return JSON.parse(await readFile(path.join(folder, MARK), "utf8")) as Mark;
  } catch {
    return {};
  }
}

async function removeOthers(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  for (const name of await readdir(parent)) {
    if (name === path.basename(folder) || name === LOCK) continue;
    // An older version may still run in another window: on Windows its files cannot be removed, and it stays for the next time.
    await rm(path.join(parent, name), { recursive: true, force: true }).catch(() => undefined);
  }
}

async function digest(file: string): Promise<string> {
  return createHash("sha256").update(await readFile(file)).digest("hex");
}
