/** The one who decides what runs: finds the server, starts it, asks when there is none, makes the private environment. */

import { existsSync, statSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";

import { Cancelled, completeEnvironment, Failed, makeEnvironment, ownEnvironment, type Bundle } from "./environment";
import type { FirstFinding } from "./firstFinding";
import type { Machine } from "./places";
import { run } from "./process";
import { askInterpreter, baseInterpreters, candidates, findServer, isNewEnough, OLDEST, type Interpreter, type Search } from "./python";
import { chosenInterpreter } from "./pythonExtension";
import { RestartQueue } from "./restart";
import { CHAIN_CHANGED, makeClient, stopClient } from "./server";
import { SECTION, serverPath } from "./settings";
import type { Status } from "./status";

const SET_UP = "Set it up";
const CHOOSE = "Choose a Python…";
const DECLINE = "No";
/** The version whose server the person did not want; the status item still offers it. */
const DECLINED = "declined";
const LOG = "Show the log";

/** What is read of the extension's package.json. */
interface Manifest {
  readonly version: string;
  readonly contributes: { readonly configuration: { readonly properties: Record<string, unknown> } };
}

export class Controller implements vscode.Disposable {
  client: LanguageClient | undefined;
  search: Search = { launch: undefined, tried: [] };
  private readonly chain = new vscode.EventEmitter<void>();
  /** A server has come or gone, or tells that the chain or its gate has changed. */
  readonly onChain = this.chain.event;
  private readonly queue = new RestartQueue(() => this.start());
  private making: Promise<void> | undefined;
  private asked = false;
  private readonly machine: Machine = {
    platform: process.platform,
    env: process.env,
    home: os.homedir(),
    isFile: (file) => statSync(file, { throwIfNoEntry: false })?.isFile() ?? false,
  };

  constructor(
    private readonly context: vscode.ExtensionContext,
    readonly log: vscode.LogOutputChannel,
    private readonly status: Status,
    private readonly first: FirstFinding,
  ) {}

  get version(): string {
    return this.manifest.version;
  }

  private get manifest(): Manifest {
    return this.context.extension.packageJSON as Manifest;
  }

  /** The names of the settings that the server knows: all but the extension's own. */
  private get settings(): string[] {
    const all = Object.keys(this.manifest.contributes.configuration.properties).map((name) => name.slice(SECTION.length + 1));
    return all.filter((name) => !name.includes("."));
  }

  get storage(): string {
    return this.context.globalStorageUri.fsPath;
  }

  /** The wheel and the locked requirements in the extension; undefined in a checkout that has not been packaged. */
  get bundle(): Bundle | undefined {
    const folder = this.context.asAbsolutePath(path.join("out", "server"));
    const bundle = {
      wheel: path.join(folder, `shallcheck-${this.version}-py3-none-any.whl`),
      requirements: path.join(folder, "requirements.txt"),
    };
    return existsSync(bundle.wheel) && existsSync(bundle.requirements) ? bundle : undefined;
  }

  /** Restart, or start; several calls at once become one. */
  async restart(): Promise<void> {
    try {
      await this.queue.ask();
    } catch (error) {
      this.fail(`The server did not start: ${message(error)}`);
    }
  }

  /** The client when it runs; waits for a start under way. */
  async running(): Promise<LanguageClient | undefined> {
    if (this.client?.isRunning() !== true && this.search.launch !== undefined) await this.client?.start();
    return this.client?.isRunning() === true ? this.client : undefined;
  }

  /** The server's process, where one runs. */
  get pid(): number | undefined {
    return this.client?.serverProcess?.pid;
  }

  /**
   * Ask the server to run one of its commands. Undefined: it does not run, and the person knows; null: it has nothing to say.
   */
  async ask<T>(command: string, parameters: Record<string, unknown>): Promise<T | null | undefined> {
    const client = await this.running();
    if (client !== undefined) return request<T>(client, command, parameters);
    void vscode.window.showInformationMessage("ShallCheck's server does not run: “Show what ShallCheck runs” tells why.");
    return undefined;
  }

  /** As `ask`, for who gets an answer or an error, in the words of the server or about its absence; ended by `token`. */
  async demand<T>(command: string, parameters: Record<string, unknown>, token: vscode.CancellationToken): Promise<T> {
    const client = await this.running();
    if (client === undefined) throw new Error("ShallCheck's server does not run: “Show what ShallCheck runs” tells why.");
    return client.sendRequest<T>("workspace/executeCommand", { command, arguments: [parameters] }, token);
  }

  /** Ask for what is shown unasked. Undefined: the server does not run, or is an older one that does not know the command. */
  async askQuietly<T>(command: string, parameters: Record<string, unknown>): Promise<T | null | undefined> {
    const { client } = this;
    const known = client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (client?.isRunning() !== true || !known.includes(command)) return undefined;
    try {
      return await request<T>(client, command, parameters);
    } catch (error) {
      this.log.warn(`${command}: ${message(error)}`);
      return undefined;
    }
  }

  /** Ask at the cursor. Undefined: no document is open or the server does not run, and the person knows; null: nothing to say of this place. */
  async askAtCursor<T>(command: string, parameters: Record<string, string>, editor = vscode.window.activeTextEditor): Promise<T | null | undefined> {
    if (editor === undefined) {
      void vscode.window.showInformationMessage("No document is open: open one, and put the cursor into a requirement.");
      return undefined;
    }
    const position = { line: editor.selection.active.line, character: editor.selection.active.character };
    return this.ask<T>(command, { uri: editor.document.uri.toString(), position, ...parameters });
  }

  private async start(): Promise<void> {
    await this.stop();
    this.status.set({ kind: "searching" });
    this.search = await this.find();
    for (const { source, program, verdict } of this.search.tried) this.log.info(`${source}: ${program}: ${verdict}`);
    const { launch } = this.search;
    if (launch === undefined) {
      this.status.set({ kind: "missing" });
      void this.askOnce();
      return;
    }
    this.client = makeClient(launch, this.storage, this.settings, this.log, this.status);
    const changed = (): void => {
      this.chain.fire();
    };
    this.client.onDidChangeState(changed);
    this.client.onNotification(CHAIN_CHANGED, changed);
    await this.client.start();
    const version = this.client.initializeResult?.serverInfo?.version;
    this.log.info(`Server ${version ?? "of unknown version"} from the ${launch.source}: ${launch.program}`);
    if (version !== undefined && !sameLine(version, this.version)) {
      this.log.warn(`This extension is ${this.version} and the server ${version}: update the older of the two.`);
    }
  }

  private async find(): Promise<Search> {
    await mkdir(this.storage, { recursive: true });
    const { bundle } = this;
    const trusted = vscode.workspace.isTrusted;
    const setting = serverPath();
    const sources = {
      setting,
      pythonExtension: trusted && setting === "" ? await chosenInterpreter(this.log) : undefined,
      privateEnvironment: bundle && (await completeEnvironment(this.storage, this.version, bundle)),
      trusted,
      folders: (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.fsPath),
    };
    return findServer(candidates(sources, this.machine), this.machine, (program) => this.interpreter(program));
  }

  private interpreter(program: string): Promise<Interpreter | undefined> {
    return askInterpreter(program, run, this.storage, ownEnvironment(process.env));
  }

  private async askOnce(): Promise<void> {
    if (this.asked || this.context.globalState.get(DECLINED) === this.version) return;
    this.asked = true;
    const wrong = serverPath() === "" ? "" : ` The setting “shallcheck.server.path” names one that does not run: ${this.search.tried[0]?.verdict ?? ""}.`;
    const question = `ShallCheck needs its server, a Python program.${wrong} It can make a private environment for it: some 100 MB through pip, 400 MB on the disk, kept in the editor's own storage.`;
    const answer = await vscode.window.showInformationMessage(question, SET_UP, CHOOSE, DECLINE);
    if (answer === SET_UP) await this.make();
    if (answer === CHOOSE) await this.choose();
    if (answer === DECLINE) await this.context.globalState.update(DECLINED, this.version);
  }

  /** Let the person name a Python or a `shallcheck` command. */
  async choose(): Promise<void> {
    const [chosen] = (await vscode.window.showOpenDialog({ title: "A Python with ShallCheck, or the shallcheck command", openLabel: "Use it" })) ?? [];
    if (chosen === undefined) return;
    this.asked = false; // one that does not run is told
    await vscode.workspace.getConfiguration("shallcheck").update("server.path", chosen.fsPath, vscode.ConfigurationTarget.Global);
  }

  /** Make the private environment, with progress, and start the server from it. A second call waits for the first. */
  make(): Promise<void> {
    this.making ??= this.makeOnce().finally(() => {
      this.making = undefined;
    });
    return this.making;
  }

  private async makeOnce(): Promise<void> {
    const { bundle } = this;
    if (bundle === undefined) {
      this.fail("This build of the extension has no server in it: build it with `make vsix`, or install ShallCheck with pip.");
      return;
    }
    const options = { location: vscode.ProgressLocation.Notification, title: "ShallCheck", cancellable: true };
    const began = Date.now();
    this.first.from("“Set up a private environment”");
    try {
      await vscode.window.withProgress(options, (progress, token) => this.makeWith(bundle, progress, token));
      this.log.info(`The private environment was made in ${((Date.now() - began) / 1000).toFixed(1)} s.`);
      if (serverPath() !== "") await vscode.workspace.getConfiguration("shallcheck").update("server.path", undefined, vscode.ConfigurationTarget.Global);
      await this.restart();
    } catch (error) {
      if (error instanceof Cancelled) {
        this.log.info(`Making the environment was ${error.message}.`);
        this.status.set({ kind: "missing" });
      } else this.fail(`The private environment was not made: ${message(error)}`);
    }
  }

  private async makeWith(
    bundle: Bundle,
    progress: vscode.Progress<{ message?: string; increment?: number }>,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const abort = new AbortController();
    token.onCancellationRequested(() => {
      abort.abort();
    });
    this.status.set({ kind: "making", what: "looking for Python" });
    const { program, interpreter } = await this.base();
    let shown = 0;
    await makeEnvironment({
      storage: this.storage,
      version: this.version,
      bundle,
      base: program,
      interpreter,
      platform: process.platform,
      env: process.env,
      run,
      signal: abort.signal,
      log: (line) => {
        this.log.debug(line);
      },
      progress: (what, done, all) => {
        const percent = Math.round((100 * done) / all);
        progress.report({ message: what, increment: Math.max(0, percent - shown) });
        shown = Math.max(shown, percent);
        this.status.set({ kind: "making", what });
      },
    });
  }

  private async base(): Promise<{ program: string; interpreter: Interpreter }> {
    const chosen = vscode.workspace.isTrusted ? await chosenInterpreter(this.log) : undefined;
    const programs = [...baseInterpreters(this.machine), ...(chosen === undefined ? [] : [chosen])];
    for (const program of programs) {
      const interpreter = await this.interpreter(program);
      if (interpreter !== undefined && isNewEnough(interpreter)) return { program, interpreter };
    }
    const seen = programs.length === 0 ? "none was found" : `these are older or do not run: ${programs.join(", ")}`;
    throw new Failed(`it needs Python ${OLDEST.join(".")} or newer, and ${seen}. Install one, then choose “Set up a private environment” again`);
  }

  private fail(what: string): void {
    this.log.error(what);
    this.status.set({ kind: "failed", what });
    void vscode.window.showErrorMessage(what, LOG).then((answer) => {
      if (answer === LOG) this.log.show();
    });
  }

  async stop(): Promise<void> {
    const { client } = this;
    this.client = undefined;
    if (client !== undefined) await stopClient(client, this.log);
  }

  dispose(): void {
    this.chain.dispose();
    void this.stop();
  }
}

function request<T>(client: LanguageClient, command: string, parameters: Record<string, unknown>): Promise<T | null> {
  return client.sendRequest<T | null>("workspace/executeCommand", { command, arguments: [parameters] });
}

function message(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Whether two versions may work together: the same major and minor number. */
function sameLine(one: string, other: string): boolean {
  const line = (version: string): string => version.split(".").slice(0, 2).join(".");
  return line(one) === line(other);
}
