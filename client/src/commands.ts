/** What a person can ask for. Asks the server where judgement is needed; holds none itself. */

import * as vscode from "vscode";

import type { ChainTree } from "./chain";
import type { Controller } from "./controller";
import { fixAll, fixAllInWorkspace } from "./fixing";
import { falseAlarmReport } from "./falseAlarm";
import { codeOf, isOurs } from "./findings";
import type { GateItem } from "./gate";
import type { GraphPanel } from "./graph";
import { judgeChange } from "./judging";
import { Pages, type Page } from "./pages";
import { compareWithGood, createSample, openAfterReload } from "./sample";
import { follow, showReferences } from "./trace";
import { SHOW_REFERENCES } from "./settings";
import { whatRuns } from "./whatRuns";
import { writeRequirement } from "./writing";

/** What shows the chain beside the documents. */
export interface Views {
  readonly chain: ChainTree;
  readonly graph: GraphPanel;
  readonly gate: GateItem;
}

export function registerCommands(context: vscode.ExtensionContext, controller: Controller, { chain, graph, gate }: Views): vscode.Disposable[] {
  const pages = new Pages();
  void openAfterReload(context);
  const commands: Record<string, (argument?: never) => unknown> = {
    restart: () => controller.restart(),
    showLog: () => {
      controller.log.show();
    },
    showWhatRuns: () => pages.show("What ShallCheck runs", whatRuns(controller)),
    makeEnvironment: () => controller.make(),
    choosePython: () => controller.choose(),
    createSample: () => createSample(context),
    compareWithGood: () => compareWithGood(context, pages),
    writeRequirement: () => writeRequirement(controller),
    explainRequirement: () => explainRequirement(controller, pages),
    checkWorkspace: () => checkWorkspace(controller),
    fixAll,
    fixAllInWorkspace,
    goToParent: () => follow(controller, "parent"),
    goToChild: () => follow(controller, "child"),
    goToTest: () => follow(controller, "test"),
    showChain: () => chain.show(),
    showGraph: () => graph.show(),
    showGate: (of?: { readonly uri?: string }) => gate.list(of),
    judgeChange: () => judgeChange(controller, pages),
    openRule: () => openRule(controller, pages),
    copyFalseAlarm: () => copyFalseAlarm(controller),
  };
  return [
    pages,
    vscode.commands.registerCommand(SHOW_REFERENCES, showReferences),
    ...Object.entries(commands).map(([name, act]) => vscode.commands.registerCommand(`shallcheck.${name}`, act)),
  ];
}

async function explainRequirement(controller: Controller, pages: Pages): Promise<void> {
  const explained = await controller.askAtCursor<Page>("shallcheck.explain", {});
  if (explained === undefined) return;
  if (explained === null) void vscode.window.showInformationMessage("There is no requirement at the cursor: put the cursor into one.");
  else await pages.show(explained.title, explained.markdown, vscode.ViewColumn.Beside);
}

async function checkWorkspace(controller: Controller): Promise<void> {
  if ((await controller.ask("shallcheck.check", {})) === undefined) return;
  await vscode.commands.executeCommand("workbench.actions.view.problems");
}

/** The finding at the cursor; where there are several, the one that the person picks. */
async function findingAtCursor(): Promise<{ document: vscode.TextDocument; finding: vscode.Diagnostic } | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) return undefined;
  const { document, selection } = editor;
  const found = vscode.languages.getDiagnostics(document.uri).filter(isOurs);
  const here = found.filter(({ range }) => range.contains(selection.active));
  const near = here.length > 0 ? here : found.filter(({ range }) => range.start.line === selection.active.line);
  if (near.length === 0) {
    void vscode.window.showInformationMessage("There is no finding at the cursor: put the cursor on underlined words.");
    return undefined;
  }
  const items = near.map((finding) => ({ label: codeOf(finding), description: finding.message, finding }));
  const picked = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: "Which finding?" });
  return picked && { document, finding: picked.finding };
}

async function openRule(controller: Controller, pages: Pages): Promise<void> {
  const at = await findingAtCursor();
  if (at === undefined) return;
  const page = await controller.ask<Page>("shallcheck.rule", { rule: codeOf(at.finding) });
  if (page !== undefined && page !== null) await pages.show(page.title, page.markdown, vscode.ViewColumn.Beside);
}

async function copyFalseAlarm(controller: Controller): Promise<void> {
  const at = await findingAtCursor();
  if (at === undefined) return;
  const { document, finding } = at;
  const lines = document.getText(new vscode.Range(finding.range.start.line, 0, finding.range.end.line + 1, 0));
  const report = falseAlarmReport({
    rule: codeOf(finding),
    message: finding.message,
    quote: document.getText(finding.range),
    lines,
    client: controller.version,
    server: controller.client?.initializeResult?.serverInfo?.version ?? "unknown",
  });
  await vscode.env.clipboard.writeText(report);
  void vscode.window.showInformationMessage(`The report on ${codeOf(finding)} is on the clipboard. It quotes the line: read it before you send it.`);
}
