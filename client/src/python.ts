/** Finding what runs the server: which Python, which command. Imports nothing of the editor. */

import type { Run } from "./process";
import { absolute, interpreterIn, isInterpreter, isWithin, onSearchPath, type Machine } from "./places";

/** The oldest Python that runs the server. */
export const OLDEST: readonly [number, number] = [3, 11];

export type Source = "setting" | "Python extension" | "search path" | "private environment";

/** A program that may run the server. */
export interface Candidate {
  readonly source: Source;
  readonly program: string;
}

/** How to start the server. */
export interface Launch extends Candidate {
  readonly parameters: readonly string[];
  /** Version of the server's package, where it was asked for. */
  readonly version?: string;
}

/** What was found of a candidate, in words for a person. */
export interface Tried extends Candidate {
  readonly verdict: string;
}

export interface Search {
  readonly launch: Launch | undefined;
  readonly tried: readonly Tried[];
}

/** What an interpreter says about itself. */
export interface Interpreter {
  readonly version: readonly [number, number];
  /** Version of the installed ShallCheck, or null. */
  readonly shallcheck: string | null;
  readonly venv: boolean;
  readonly pip: boolean;
}

const QUESTION = `
import importlib.metadata, importlib.util, json, sys
def version():
    try: return importlib.metadata.version("shallcheck")
    except importlib.metadata.PackageNotFoundError: return None
has = lambda name: importlib.util.find_spec(name) is not None
print(json.dumps({"version": sys.version_info[:2], "shallcheck": version(), "venv": has("venv") and has("ensurepip"), "pip": has("pip")}))
`;

/** Milliseconds: the first start of a Python from a cold disk takes seconds. */
const PATIENCE = 20_000;

/** Asks an interpreter about itself; undefined where it does not answer. `-I` keeps it from importing anything of the folder it runs in. */
export async function askInterpreter(program: string, run: Run, cwd: string, env: NodeJS.ProcessEnv): Promise<Interpreter | undefined> {
  const { code, output } = await run(program, ["-I", "-c", QUESTION], { cwd, env, timeout: PATIENCE });
  if (code !== 0) return undefined;
  try {
    return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Interpreter;
  } catch {
    return undefined;
  }
}

export function isNewEnough(interpreter: Interpreter): boolean {
  const [major, minor] = interpreter.version;
  return major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1]);
}

/** What to look at, most wanted first. An explicit setting is the only candidate: a wrong one is told, never passed over. */
export interface Sources {
  readonly setting: string;
  /** The interpreter that the Python extension has chosen; only asked for in a trusted workspace. */
  readonly pythonExtension: string | undefined;
  /** The folder of the private environment, where it is complete. */
  readonly privateEnvironment: string | undefined;
  readonly trusted: boolean;
  readonly folders: readonly string[];
}

export function candidates(sources: Sources, machine: Machine): Candidate[] {
  if (sources.setting !== "") return [{ source: "setting", program: absolute(sources.setting, machine) || sources.setting }];
  const found: Candidate[] = [];
  if (sources.trusted && sources.pythonExtension !== undefined) {
    found.push({ source: "Python extension", program: sources.pythonExtension });
  }
  for (const program of onSearchPath("shallcheck", machine)) {
    const inside = sources.folders.some((folder) => isWithin(program, folder, machine));
    if (sources.trusted || !inside) found.push({ source: "search path", program });
  }
  if (sources.privateEnvironment !== undefined) {
    found.push({ source: "private environment", program: interpreterIn(sources.privateEnvironment, machine) });
  }
  return found;
}

/** The first candidate that can run the server, and what was found of those before it. */
export async function findServer(
  wanted: readonly Candidate[],
  machine: Machine,
  ask: (program: string) => Promise<Interpreter | undefined>,
): Promise<Search> {
  const tried: Tried[] = [];
  for (const candidate of wanted) {
    const { launch, verdict } = await judge(candidate, machine, ask);
    tried.push({ ...candidate, verdict });
    if (launch !== undefined) return { launch, tried };
  }
  return { launch: undefined, tried };
}

async function judge(
  candidate: Candidate,
  machine: Machine,
  ask: (program: string) => Promise<Interpreter | undefined>,
): Promise<{ launch?: Launch; verdict: string }> {
  const { program } = candidate;
  if (absolute(program, machine) === "") return { verdict: "not an absolute path" };
  if (!machine.isFile(program)) return { verdict: "no such file" };
  if (!isInterpreter(program, machine)) {
    return { launch: { ...candidate, parameters: ["serve"] }, verdict: "the shallcheck command" };
  }
  const interpreter = await ask(program);
  if (interpreter === undefined) return { verdict: "does not answer as a Python does" };
  const spelled = interpreter.version.join(".");
  if (!isNewEnough(interpreter)) return { verdict: `Python ${spelled}, and ShallCheck needs ${OLDEST.join(".")} or newer` };
  if (interpreter.shallcheck === null) return { verdict: `Python ${spelled} without ShallCheck` };
  const launch = { ...candidate, parameters: startParameters(), version: interpreter.shallcheck };
  return { launch, verdict: `Python ${spelled} with ShallCheck ${interpreter.shallcheck}` };
}

/** How another command of the same installation is started: the last parameter names it. */
export function parametersOf({ parameters }: Launch, command: string): string[] {
  return [...parameters.slice(0, -1), command];
}

/** `-P` keeps the current folder off the module path: a folder `shallcheck` in a workspace is never run. */
function startParameters(): string[] {
  return ["-P", "-m", "shallcheck", "serve"];
}

/** Interpreters that a private environment could be made from, newest first. */
export function baseInterpreters(machine: Machine): string[] {
  const names = [14, 13, 12, 11].map((minor) => `python3.${minor}`);
  const launcher = machine.platform === "win32" ? ["py"] : [];
  const found = [...names, "python3", "python", ...launcher].flatMap((name) => onSearchPath(name, machine));
  return found.filter((program) => !isStub(program, machine));
}

/** Windows puts a `python.exe` on the search path that only opens a shop, macOS a `python3` that only offers its developer tools. */
function isStub(program: string, machine: Machine): boolean {
  if (machine.platform === "darwin") return program === "/usr/bin/python3";
  return machine.platform === "win32" && /\\Microsoft\\WindowsApps\\/i.test(program);
}
