/** Applying every fix that keeps the meaning, after the person has seen them in the editor's refactor preview. */

import * as vscode from "vscode";

import { isOurs } from "./findings";

const KIND = vscode.CodeActionKind.SourceFixAll.append("shallcheck");

export async function fixAll(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  if (document !== undefined) await preview([document.uri]);
}

export async function fixAllInWorkspace(): Promise<void> {
  const found = vscode.languages.getDiagnostics().filter(([, diagnostics]) => diagnostics.some(isOurs));
  await preview(found.map(([uri]) => uri));
}

async function preview(uris: readonly vscode.Uri[]): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  const metadata = { label: "Fixes that keep the meaning", needsConfirmation: true };
  for (const uri of uris) {
    for (const [file, changes] of await fixesOf(uri)) edit.set(file, changes.map((change): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata] => [change, metadata]));
  }
  if (edit.size === 0) {
    void vscode.window.showInformationMessage("Nothing can be fixed without a decision: the other findings offer their rewrites with Ctrl+. (⌘.).");
    return;
  }
  await vscode.workspace.applyEdit(edit, { isRefactoring: true });
}

async function fixesOf(uri: vscode.Uri): Promise<[vscode.Uri, vscode.TextEdit[]][]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const whole = new vscode.Range(0, 0, document.lineCount, 0);
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, whole, KIND.value, 1);
  return actions.find(({ kind }) => kind !== undefined && KIND.contains(kind))?.edit?.entries() ?? [];
}
