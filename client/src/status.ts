/** The status item beside the language's name. */

import * as vscode from "vscode";

import { DOCUMENTS } from "./documents";
import { ENDINGS } from "./endings";
import { isOurs } from "./findings";
import { face, type Counts, type State } from "./state";

const SEVERITY = {
  none: vscode.LanguageStatusSeverity.Information,
  warning: vscode.LanguageStatusSeverity.Warning,
  error: vscode.LanguageStatusSeverity.Error,
};

export class Status implements vscode.Disposable {
  private state: State = { kind: "stopped" };
  private readonly work = new Map<string | number, string>();
  private readonly item: vscode.LanguageStatusItem;
  private readonly subscriptions: vscode.Disposable[];

  constructor() {
    this.item = vscode.languages.createLanguageStatusItem("shallcheck", DOCUMENTS);
    this.item.name = "ShallCheck";
    this.subscriptions = [
      this.item,
      vscode.languages.onDidChangeDiagnostics(() => {
        this.paint();
      }),
      vscode.window.onDidChangeActiveTextEditor(() => {
        this.paint();
      }),
    ];
    this.paint();
  }

  set(state: State): void {
    this.state = state;
    void vscode.commands.executeCommand("setContext", "shallcheck.ready", state.kind === "ready");
    void vscode.commands.executeCommand("setContext", "shallcheck.endings", ENDINGS.map((ending) => `.${ending}`));
    if (state.kind !== "ready") this.work.clear();
    this.paint();
  }

  /** Progress that the server reports; `title` undefined ends it. */
  progress(token: string | number, title: string | undefined): void {
    if (title === undefined) this.work.delete(token);
    else this.work.set(token, title);
    this.paint();
  }

  private paint(): void {
    const [what] = this.work.values();
    const state: State = this.state.kind === "ready" && what !== undefined ? { kind: "working", what } : this.state;
    const shown = face(state, countsInFront());
    this.item.text = shown.text;
    this.item.detail = shown.detail;
    this.item.severity = SEVERITY[shown.harm];
    this.item.busy = shown.busy;
    this.item.command =
      state.kind === "missing"
        ? { command: "shallcheck.makeEnvironment", title: "Set it up" }
        : state.kind === "stopped" || state.kind === "failed"
          ? { command: "shallcheck.restart", title: "Restart" }
          : { command: "shallcheck.showLog", title: "Log" };
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

function countsInFront(): Counts | undefined {
  const document = vscode.window.activeTextEditor?.document;
  if (document === undefined) return undefined;
  const found = vscode.languages.getDiagnostics(document.uri).filter(isOurs);
  const errors = found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error).length;
  const warnings = found.filter(({ severity }) => severity === vscode.DiagnosticSeverity.Warning).length;
  return { errors, warnings, notes: found.length - errors - warnings };
}
