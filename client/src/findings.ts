/** The server's findings as the editor holds them. */

import type * as vscode from "vscode";

export const SOURCE = "ShallCheck";

export function isOurs(diagnostic: vscode.Diagnostic): boolean {
  return diagnostic.source?.toLowerCase() === SOURCE.toLowerCase();
}

/** The rule's code: AMB002. */
export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : (code ?? ""));
}
