/** Places of the protocol, opened in the editor. */

import * as vscode from "vscode";
import type { Location, Range } from "vscode-languageclient/node";

export function rangeOf({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Where the cursor goes: to the beginning, and nothing is selected. */
export function beginning(range: Range): vscode.Range {
  const { start } = rangeOf(range);
  return new vscode.Range(start, start);
}

/** Puts the cursor at the beginning of a place. */
export async function openPlace({ uri, range }: Location, options: vscode.TextDocumentShowOptions = {}): Promise<void> {
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { ...options, selection: beginning(range) });
}
