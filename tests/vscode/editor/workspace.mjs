// A folder to work in, made anew for each test.
import { execFileSync } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";

import { BUILD, EXAMPLES } from "./places.mjs";
import { until } from "./until.mjs";

export class Workspace {
  /** `files` maps names to texts; the name of an example ("poor", "good") stands for its files. */
  static async make(name, files) {
    const folder = path.join(BUILD, "workspaces", name, "chain");
    await rm(path.dirname(folder), { recursive: true, force: true });
    // The top of a repository: what the checkout's own .gitignore says of .build does not reach in here.
    await mkdir(path.join(folder, ".git"), { recursive: true });
    if (typeof files === "string") await cp(path.join(EXAMPLES, files), folder, { recursive: true });
    else for (const [file, text] of Object.entries(files)) await writeFile(path.join(folder, file), text);
    return new Workspace(folder);
  }

  constructor(folder) {
    this.folder = folder;
  }

  path(file) {
    return path.join(this.folder, file);
  }

  read(file) {
    return readFile(this.path(file), "utf8");
  }

  /** The text of a file on the disk, once it matches. */
  until(file, pattern) {
    return until(`${pattern} in ${file}`, async () => {
      const text = await this.read(file);
      if (!pattern.test(text)) throw new Error(text);
      return text;
    });
  }

  /** Commits all files. */
  commit() {
    const git = (...parameters) => execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", ...parameters], { cwd: this.folder });
    git("init", "--quiet");
    git("add", "--all");
    git("commit", "--quiet", "--message", "The chain");
  }

  /** Where the first `text` begins in a file: line and column, counted from 1. */
  async place(file, text) {
    const before = (await this.read(file)).split(text);
    if (before.length === 1) throw new Error(`“${text}” does not stand in ${file}`);
    const lines = before[0].split("\n");
    return { line: lines.length, column: lines.at(-1).length + 1 };
  }
}
