/** The tools that a language model in the editor may call: each asks the server, and holds no judgement of its own. */

import * as vscode from "vscode";

import type { Controller } from "./controller";
import { later } from "./later";
import { mayAgentsWrite } from "./settings";

interface Asking {
  /** The command of the server that is asked. */
  readonly command: string;
  /** What is shown meanwhile. */
  readonly message: string;
  /** What is said beside what the model says, and over it. */
  readonly also?: () => Record<string, unknown>;
}

/** By the tool's name in package.json. */
const TOOLS: Record<string, Asking> = {
  shallcheck_propose: { command: "shallcheck.judge", message: "Judging the change before it is made", also: () => ({ keep: mayAgentsWrite() }) },
  shallcheck_context: { command: "shallcheck.context", message: "Reading what is above and below in the chain" },
  shallcheck_check: { command: "shallcheck.findings", message: "Checking the requirements" },
};

/** Registers the tools; in an editor without them there is nothing to register. */
export function registerTools(controller: Controller): vscode.Disposable[] {
  const { lm, LanguageModelTextPart: Text, LanguageModelToolResult: Result } = later;
  if (lm?.registerTool === undefined || Text === undefined || Result === undefined) return [];
  const { registerTool } = lm;
  return Object.entries(TOOLS).map(([name, { command, message, also }]) =>
    registerTool<Record<string, unknown>>(name, {
      prepareInvocation: () => ({ invocationMessage: message }),
      invoke: async ({ input }, token) => new Result([new Text(JSON.stringify(await controller.demand(command, { ...located(input), ...also?.() }, token)))]),
    }),
  );
}

/** A model names no folder: where several are open, that of the document in front is meant. */
function located(input: Record<string, unknown>): Record<string, unknown> {
  const uri = folderInFront()?.toString();
  return input["uri"] === undefined && uri !== undefined ? { ...input, uri } : input;
}

/** The folder of the document in front, else the first. */
export function folderInFront(): vscode.Uri | undefined {
  const document = vscode.window.activeTextEditor?.document;
  const folder = document && vscode.workspace.getWorkspaceFolder(document.uri);
  return (folder ?? vscode.workspace.workspaceFolders?.[0])?.uri;
}
