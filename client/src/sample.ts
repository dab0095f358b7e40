/** The sample chain: copied out of the extension into a folder of the person's own. */

import { existsSync } from "node:fs";
import { cp } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";

import type { Pages } from "./pages";

const FOLDER = "cold-chain-sample";
const FIRST = "System_Requirements.md";
const OPEN_NEXT = "openAfterReload";

export async function createSample(context: vscode.ExtensionContext): Promise<void> {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri;
  const parent = open ?? (await askForFolder());
  if (parent === undefined) return;
  const folder = vscode.Uri.file(freeFolder(parent.fsPath));
  await cp(context.asAbsolutePath(path.join("out", "sample", "poor")), folder.fsPath, { recursive: true, errorOnExist: true, force: false });
  const first = vscode.Uri.joinPath(folder, FIRST);
  if (open !== undefined) {
    await vscode.window.showTextDocument(first);
    return;
  }
  // Opening a folder reloads the window: what comes after is remembered.
  await context.globalState.update(OPEN_NEXT, first.toString());
  await vscode.commands.executeCommand("vscode.openFolder", folder);
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const options = { canSelectFiles: false, canSelectFolders: true, openLabel: "Create it here", title: "Where to put the sample chain" };
  return (await vscode.window.showOpenDialog(options))?.[0];
}

/** A folder that does not exist yet: nothing of the person's is written over. */
function freeFolder(parent: string): string {
  for (let number = 1; ; number++) {
    const folder = path.join(parent, number === 1 ? FOLDER : `${FOLDER}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}

/** After the window has reloaded in the sample's folder, show what the person came for. */
export async function openAfterReload(context: vscode.ExtensionContext): Promise<void> {
  const next = context.globalState.get<string>(OPEN_NEXT);
  if (next === undefined) return;
  const file = vscode.Uri.parse(next);
  if (vscode.workspace.getWorkspaceFolder(file) === undefined) return;
  await context.globalState.update(OPEN_NEXT, undefined);
  await vscode.window.showTextDocument(file);
}

/** The document in front beside the same document of the clean sample. */
export async function compareWithGood(context: vscode.ExtensionContext, pages: Pages): Promise<void> {
  const mine = vscode.window.activeTextEditor?.document.uri;
  const name = path.basename(mine?.fsPath ?? "");
  const good = vscode.Uri.file(context.asAbsolutePath(path.join("out", "sample", "good", name)));
  if (mine === undefined || !existsSync(good.fsPath) || !name.endsWith(".md")) {
    void vscode.window.showInformationMessage("Open a document of the sample chain first, such as System_Requirements.md.");
    return;
  }
  const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(good));
  const page = pages.put(`good∕${name.replace(/\.md$/, "")}`, text);
  await vscode.commands.executeCommand("vscode.diff", mine, page, `${name}: yours ↔ the good sample`);
}
