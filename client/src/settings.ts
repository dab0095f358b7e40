/** The settings that the client itself reads, and those of the judgement, which the server asks for. */

import * as vscode from "vscode";

export const SECTION = "shallcheck";

/** The commands that the server's lenses name; it is told that we have them. */
export const SHOW_REFERENCES = "shallcheck.showReferences";
export const SHOW_GATE = "shallcheck.showGate";

/** A path of the `shallcheck` command or of a Python that has it; empty: look for it. Its scope is the machine: no workspace can set it. */
export function serverPath(): string {
  const found = vscode.workspace.getConfiguration(SECTION).inspect<string>("server.path");
  // Read where only a person can write it, whatever scope a later editor may give the setting.
  return (found?.globalValue ?? found?.defaultValue ?? "").trim();
}

/** Whether coding agents in the editor may have changes made that were accepted. Its scope is the machine too. */
export const WRITE = `${SECTION}.mcp.write`;

export function mayAgentsWrite(): boolean {
  return vscode.workspace.getConfiguration(SECTION).inspect<boolean>("mcp.write")?.globalValue === true;
}

/** What a person has set of the settings called `names`. A default is left out: it would hide what the project's own file says. */
export function chosenSettings(names: readonly string[]): Record<string, unknown> {
  const configuration = vscode.workspace.getConfiguration(SECTION);
  const chosen = names.filter((name) => {
    const found = configuration.inspect(name);
    return [found?.globalValue, found?.workspaceValue, found?.workspaceFolderValue].some((value) => value !== undefined);
  });
  return Object.fromEntries(chosen.map((name) => [name, configuration.get(name)]));
}

export function changesServer(event: vscode.ConfigurationChangeEvent): boolean {
  return event.affectsConfiguration(`${SECTION}.server`);
}
