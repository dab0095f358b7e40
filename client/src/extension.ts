/** The extension's entry: wires the parts and nothing else. */

import * as vscode from "vscode";

import { AgentServer } from "./agentServer";
import { ChainTree } from "./chain";
import { registerCommands } from "./commands";
import { Controller } from "./controller";
import { Cursor } from "./cursor";
import { FirstFinding } from "./firstFinding";
import { GateItem } from "./gate";
import { GraphPanel } from "./graph";
import { onChosen } from "./pythonExtension";
import { changesServer } from "./settings";
import { Status } from "./status";
import { registerTools } from "./tools";

let controller: Controller | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("ShallCheck", { log: true });
  const status = new Status();
  const first = new FirstFinding(log);
  const mine = new Controller(context, log, status, first);
  controller = mine;
  const cursor = new Cursor();
  const views = {
    chain: new ChainTree(mine, cursor),
    graph: new GraphPanel(vscode.Uri.joinPath(context.extensionUri, "out", "graph"), mine, cursor),
    gate: new GateItem(mine),
  };
  const restart = (): void => {
    void mine.restart();
  };
  context.subscriptions.push(
    log,
    status,
    first,
    mine,
    cursor,
    ...Object.values(views),
    ...registerCommands(context, mine, views),
    ...registerTools(mine),
    new AgentServer(mine),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (changesServer(event)) restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(restart),
  );
  await mine.restart();
  context.subscriptions.push(onChosen(restart));
}

export async function deactivate(): Promise<void> {
  await controller?.stop();
}
