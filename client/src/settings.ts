/** The settings that the client itself reads. Those of the judgement are asked for by the server. */

import * as vscode from "vscode";

export const SECTION = "shallcheck";

/** A path of the `shallcheck` command or of a Python that has it; empty: look for it. Its scope is the machine: no workspace can set it. */
export function serverPath(): string {
  const found = vscode.workspace.getConfiguration(SECTION).inspect<string>("server.path");
  // Read where only a person can write it, whatever scope a later editor may give the setting.
  return (found?.globalValue ?? found?.defaultValue ?? "").trim();
}

export function changesServer(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.server`);
}
