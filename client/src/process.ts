/** Running a program to its end, line by line. Imports nothing of the editor. */

import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: ((line: string) => void) | undefined;
  /** Milliseconds; without it a program may run for as long as it wants. */
  readonly timeout?: number | undefined;
}

export interface Outcome {
  /** The exit code; -1 where the program could not be started or was ended by a signal. */
  readonly code: number;
  /** Standard output, then what standard error said last. */
  readonly output: string;
  readonly complaint: string;
}

/** Runs a program, never through a shell. Its whole tree ends with `signal`; never rejects. */
export type Run = (program: string, parameters: readonly string[], options: RunOptions) => Promise<Outcome>;

const LINES_KEPT = 200;

/** Windows' own, by its whole path: a bare name would be looked for in the current folder first. */
function taskkill(): string {
  return path.win32.join(process.env["SystemRoot"] ?? "C:\\Windows", "System32", "taskkill.exe");
}

export const run: Run = (program, parameters, options) =>
  new Promise((resolve) => {
    const output: string[] = [];
    const complaint: string[] = [];
    if (options.signal?.aborted === true) {
      resolve({ code: -1, output: "", complaint: "cancelled" });
      return;
    }
    const grouped = process.platform !== "win32";
    const child = spawn(program, parameters, {
      cwd: options.cwd,
      env: options.env,
      detached: grouped,
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const end = (): void => {
      if (child.pid === undefined) return;
      try {
        if (grouped) process.kill(-child.pid, "SIGTERM");
        else spawn(taskkill(), ["/pid", String(child.pid), "/T", "/F"], { stdio: "ignore", windowsHide: true });
      } catch {
        child.kill();
      }
    };
    const timer = options.timeout === undefined ? undefined : setTimeout(end, options.timeout);
    const finish = (code: number): void => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", end);
      resolve({ code, output: output.join("\n"), complaint: complaint.join("\n") });
    };
    options.signal?.addEventListener("abort", end);
    const keep = (lines: string[]) => (line: string) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      options.onLine?.(line);
    };
    createInterface({ input: child.stdout }).on("line", keep(output));
    createInterface({ input: child.stderr }).on("line", keep(complaint));
    child.on("error", (error) => {
      complaint.push(error.message);
      finish(-1);
    });
    child.on("close", (code) => {
      finish(code ?? -1);
    });
  });
