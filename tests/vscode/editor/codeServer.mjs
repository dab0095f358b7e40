// The real VS Code: code-server with the packaged extension in it, in a folder and a home of its own.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, open, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import path from "node:path";

import { BUILD, CODE_SERVER, OWN_PROGRAMS, VSIX } from "./places.mjs";
import { until } from "./until.mjs";

const SETTINGS = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.ignoreRecommendations": true,
  "git.enabled": false,
  "telemetry.telemetryLevel": "off",
  "window.restoreWindows": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const running = new Set();
process.on("exit", () => {
  for (const { pid } of running) process.kill(-pid, "SIGTERM");
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => process.exit(1));

/** An editor that runs until it is stopped, or this process ends in whatever way a process can see. */
export class CodeServer {
  /**
   * Start one and wait until it answers.
   *
   * `name` is its folder's; `trustAsked`: a folder is not trusted until somebody says so; `driver`: tests may run in the extension host;
   * `path`: the search path, by default with the checkout's own `shallcheck` first.
   */
  static async start({ name, trustAsked = false, driver = false, path: searchPath, env = {}, settings = {}, port }) {
    const folder = path.join(BUILD, "servers", name);
    await rm(folder, { recursive: true, force: true });
    await mkdir(path.join(folder, "user", "User"), { recursive: true });
    await mkdir(path.join(folder, "home"));
    await writeFile(path.join(folder, "config.yaml"), "");
    await writeFile(path.join(folder, "user", "User", "settings.json"), JSON.stringify({ ...SETTINGS, ...settings }));
    const server = new CodeServer(folder, {
      ...withoutEditors(process.env),
      HOME: path.join(folder, "home"),
      XDG_CACHE_HOME: path.join(folder, "home", ".cache"),
      PATH: searchPath ?? [OWN_PROGRAMS, process.env.PATH].join(path.delimiter),
      EXTENSIONS_GALLERY: "{}",
      SHALLCHECK_CACHE_DIR: path.join(folder, "cache"),
      ...env,
    });
    await server.#install(VSIX);
    await server.#listen({ trustAsked, driver, port });
    return server;
  }

  constructor(folder, env) {
    this.folder = folder;
    this.env = env;
  }

  /** Everything under the folder is where the editor keeps what belongs to the user. */
  get userData() {
    return path.join(this.folder, "user");
  }

  async #install(vsix) {
    const child = await this.#spawn("install.log", ["--install-extension", vsix]);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`The extension was not installed: see ${this.folder}/install.log`);
  }

  async #listen({ trustAsked, driver, port }) {
    port ??= await freePort();
    this.address = `http://127.0.0.1:${port}`;
    const options = ["--bind-addr", `127.0.0.1:${port}`, "--auth", "none", "--disable-telemetry", "--disable-update-check"];
    // The extension host sees the environment that is given here, not what a login shell makes of it.
    options.push("--disable-getting-started-override", "--vscode-option", "force-disable-user-env");
    if (!trustAsked) options.push("--disable-workspace-trust");
    if (driver) options.push("--vscode-option", "enable-smoke-test-driver");
    this.child = await this.#spawn("server.log", options);
    await until(`an answer of ${this.address} (see ${this.folder}/server.log)`, async () => {
      if (this.child.exitCode !== null) throw new Error(`it ended with ${this.child.exitCode}`);
      return (await fetch(`${this.address}/healthz`)).ok;
    });
  }

  async #spawn(logFile, options) {
    const log = await open(path.join(this.folder, logFile), "a");
    const own = ["--config", path.join(this.folder, "config.yaml"), "--user-data-dir", this.userData];
    own.push("--extensions-dir", path.join(this.folder, "extensions"));
    const child = spawn(process.execPath, [CODE_SERVER, ...own, ...options], {
      cwd: this.folder,
      env: this.env,
      detached: true,
      stdio: ["ignore", log.fd, log.fd],
    });
    await log.close();
    running.add(child);
    child.once("exit", () => running.delete(child));
    return child;
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = once(this.child, "exit");
    process.kill(-this.child.pid, "SIGTERM");
    await ended;
  }
}

/** The environment without what an editor that this runs in would pass on, nor what a test runner adds. */
function withoutEditors(env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !/^(VSCODE_|CODE_SERVER_|NODE_TEST_CONTEXT|NODE_OPTIONS|VIRTUAL_ENV|PYTHONPATH)/.test(name)));
}

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
