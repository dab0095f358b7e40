/** The extension's entry: wires the parts and nothing else. */

import * as vscode from "vscode";

import { registerCommands } from "./commands";
import { Controller } from "./controller";
import { FirstFinding } from "./firstFinding";
import { onChosen } from "./pythonExtension";
import { changesServer } from "./settings";
import { Status } from "./status";

let controller: Controller | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("ShallCheck", { log: true });
  const status = new Status();
  const first = new FirstFinding(log);
  const mine = new Controller(context, log, status, first);
  controller = mine;
  const restart = (): void => {
    void mine.restart();
  };
  context.subscriptions.push(
    log,
    status,
    first,
    mine,
    ...registerCommands(context, mine),
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
