/** Where programs lie on this machine. Knows Linux, macOS and Windows alike; imports nothing of the editor. */

import path from "node:path";

/** What is looked at of the machine, so that each platform can be tested on any other. */
export interface Machine {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isFile: (file: string) => boolean;
}

/** The path rules of the machine's platform. */
export function pathsOf(machine: Pick<Machine, "platform">): path.PlatformPath {
  return machine.platform === "win32" ? path.win32 : path.posix;
}

/**
 * Every program called `name` on the search path, in its order, as absolute paths.
 *
 * Relative entries of the search path are passed over: they would name a program of whatever folder is open.
 */
export function onSearchPath(name: string, machine: Machine): string[] {
  const paths = pathsOf(machine);
  const endings = machine.platform === "win32" ? (machine.env["PATHEXT"] ?? ".COM;.EXE;.BAT;.CMD").split(";") : [""];
  const runnable = machine.platform === "win32" ? endings.filter((ending) => /^\.(exe|com)$/i.test(ending)) : endings;
  const folders = searchPath(machine).filter((folder) => paths.isAbsolute(folder));
  const files = folders.flatMap((folder) => runnable.map((ending) => paths.join(folder, name + ending.toLowerCase())));
  return [...new Set(files)].filter((file) => machine.isFile(file));
}

function searchPath(machine: Machine): string[] {
  const value = Object.entries(machine.env).find(([key]) => key.toUpperCase() === "PATH")?.[1] ?? "";
  const folders = value.split(pathsOf(machine).delimiter).filter((folder) => folder !== "");
  // Started from the Dock, an editor on macOS has only the system's search path.
  const extra = machine.platform === "darwin" ? ["/opt/homebrew/bin", "/usr/local/bin"] : [];
  return [...folders, ...extra];
}

/** The interpreter of the virtual environment in `folder`. */
export function interpreterIn(folder: string, machine: Pick<Machine, "platform">): string {
  const paths = pathsOf(machine);
  return machine.platform === "win32" ? paths.join(folder, "Scripts", "python.exe") : paths.join(folder, "bin", "python");
}

/** Whether a program is a Python interpreter (`python`, `python3.12`, `pypy3`, `py.exe`), by its name. */
export function isInterpreter(program: string, machine: Pick<Machine, "platform">): boolean {
  return /^(python|pypy)[0-9.]*(w)?(\.exe)?$|^py\.exe$/i.test(pathsOf(machine).basename(program));
}

/** A path as a person writes it in the settings: `~` stands for the home folder. An empty answer: it is not absolute. */
export function absolute(written: string, machine: Machine): string {
  const paths = pathsOf(machine);
  const full = /^~(?=[/\\]|$)/.test(written) ? paths.join(machine.home, written.slice(1)) : written;
  return paths.isAbsolute(full) ? paths.normalize(full) : "";
}

/** Whether `file` lies in `folder`. */
export function isWithin(file: string, folder: string, machine: Pick<Machine, "platform">): boolean {
  const paths = pathsOf(machine);
  const relative = paths.relative(folder, file);
  return relative !== "" && !relative.startsWith("..") && !paths.isAbsolute(relative);
}
