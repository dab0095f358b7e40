/** The server that coding agents ask (`shallcheck mcp`), offered to those in the editor: of the same installation as ours. */

import * as vscode from "vscode";

import type { Controller } from "./controller";
import { ownEnvironment } from "./environment";
import { later, type StdioServer } from "./later";
import { parametersOf } from "./python";
import { mayAgentsWrite, WRITE } from "./settings";

/** As package.json calls it. */
const ID = "shallcheck.server";

/** Offers a server for each folder; in an editor that knows none there is nothing to offer. */
export class AgentServer implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable[] = [this.changed];
  private told = "";

  constructor(private readonly controller: Controller) {
    const { lm } = later;
    if (lm?.registerMcpServerDefinitionProvider === undefined || later.McpStdioServerDefinition === undefined) return;
    const look = (): void => {
      const now = JSON.stringify(this.starts());
      if (now !== this.told) this.changed.fire();
    };
    this.subscriptions.push(
      lm.registerMcpServerDefinitionProvider(ID, {
        onDidChangeMcpServerDefinitions: this.changed.event,
        provideMcpServerDefinitions: () => this.servers(),
      }),
      controller.onChain(look),
      vscode.workspace.onDidChangeWorkspaceFolders(look),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(WRITE)) look();
      }),
    );
  }

  private servers(): StdioServer[] {
    const { McpStdioServerDefinition: Server } = later;
    const starts = this.starts();
    this.told = JSON.stringify(starts);
    if (Server === undefined) return [];
    return starts.map(({ label, program, parameters }) => {
      const server = new Server(label, program, parameters, changedEnvironment(), this.controller.version);
      server.cwd = vscode.Uri.file(this.controller.storage); // as ours: never in a workspace
      return server;
    });
  }

  /** What is started for each folder; nothing as long as no server has been found. */
  private starts(): { label: string; program: string; parameters: string[] }[] {
    const { launch } = this.controller.search;
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
    if (launch === undefined) return [];
    return folders.map(({ name, uri }) => ({
      label: folders.length === 1 ? "ShallCheck" : `ShallCheck: ${name}`,
      program: launch.program,
      parameters: [...parametersOf(launch, "mcp"), ...(mayAgentsWrite() ? ["--write"] : []), uri.fsPath],
    }));
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

/** What differs from the editor's own environment; null takes a variable away. */
function changedEnvironment(): Record<string, string | null> {
  const own = ownEnvironment(process.env);
  const gone = Object.keys(process.env).filter((name) => own[name] === undefined);
  return { ...Object.fromEntries(gone.map((name) => [name, null])), PYTHONUTF8: "1" };
}
