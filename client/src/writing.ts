/** `Write a requirement`: asks, and lets the server write the statement in the document's own notation. */

import * as vscode from "vscode";
import type { WorkspaceEdit, Position } from "vscode-languageclient/node";

import type { Controller } from "./controller";
import { mayHoldRequirements } from "./documents";

interface Draft {
  readonly identifier: string;
  readonly edit: WorkspaceEdit;
  /** Where the cursor goes. */
  readonly at: Position;
}

const CONDITIONS = [
  { label: "Always", detail: "The logger shall …", condition: "", ask: "" },
  { label: "When something happens", detail: "When the door opens, the logger shall …", condition: "when", ask: "When what happens?" },
  { label: "While a state lasts", detail: "While the door is open, the logger shall …", condition: "while", ask: "While what is the case?" },
  { label: "If something unwanted happens", detail: "If the probe fails, then the logger shall …", condition: "if", ask: "If what goes wrong?" },
  { label: "Where a feature is included", detail: "Where the logger has a display, the logger shall …", condition: "where", ask: "Where which feature is included?" },
];

const VERIFICATIONS = [
  { label: "test", detail: "stimulate it and measure" },
  { label: "demonstration", detail: "operate it and watch" },
  { label: "analysis", detail: "calculate or simulate" },
  { label: "inspection", detail: "look at it" },
];

export async function writeRequirement(controller: Controller): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || !mayHoldRequirements(editor.document)) {
    void vscode.window.showInformationMessage("Open the document that the requirement belongs into first.");
    return;
  }
  const answers = await ask();
  if (answers === undefined) return;
  const draft = await controller.askAtCursor<Draft>("shallcheck.draft", answers, editor);
  if (draft === undefined) return;
  const client = await controller.running();
  if (draft === null || client === undefined) {
    void vscode.window.showInformationMessage("This document has no place for a requirement: give it a requirement with an identifier, or `level: requirements` in its front matter.");
    return;
  }
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(draft.edit);
  if (!(await vscode.workspace.applyEdit(edit))) return;
  const at = client.protocol2CodeConverter.asPosition(draft.at);
  const shown = await vscode.window.showTextDocument(editor.document);
  shown.selection = new vscode.Selection(at, at);
  shown.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

async function ask(): Promise<Record<string, string> | undefined> {
  const title = (step: number): string => `Write a requirement (${step} of 5)`;
  const who = await input(title(1), "Who acts? The system or the part of it, such as “the logger”.", true);
  if (who === undefined) return undefined;
  const kind = await vscode.window.showQuickPick(CONDITIONS, { title: title(2), placeHolder: "When does it act?", ignoreFocusOut: true });
  if (kind === undefined) return undefined;
  const when = kind.condition === "" ? "" : await input(title(2), kind.ask, true);
  if (when === undefined) return undefined;
  const what = await input(title(3), "What does it do? A verb and its object, such as “send a text message to the duty nurse”.", true);
  if (what === undefined) return undefined;
  const measure = "How well? A value with its unit, such as “within 60 s”. Empty: decided later, a placeholder reminds you. A dash: nothing to measure.";
  const howWell = await input(title(4), measure, false);
  if (howWell === undefined) return undefined;
  const how = await vscode.window.showQuickPick(VERIFICATIONS, { title: title(5), placeHolder: "How is it verified?", ignoreFocusOut: true });
  if (how === undefined) return undefined;
  return { who, condition: kind.condition, when, what, howWell, verification: how.label };
}

async function input(title: string, prompt: string, needed: boolean): Promise<string | undefined> {
  const validateInput = (value: string): string | undefined => (needed && value.trim() === "" ? "This is needed." : undefined);
  return (await vscode.window.showInputBox({ title, prompt, validateInput, ignoreFocusOut: true }))?.trim();
}
