/** Tells the log how long a newcomer waits for the first finding. */

import * as vscode from "vscode";

import { isOurs } from "./findings";

export class FirstFinding implements vscode.Disposable {
  private since = "the extension started";
  private began = Date.now();
  private readonly listener: vscode.Disposable;

  constructor(private readonly log: vscode.LogOutputChannel) {
    this.listener = vscode.languages.onDidChangeDiagnostics(({ uris }) => {
      if (uris.some((uri) => vscode.languages.getDiagnostics(uri).some(isOurs))) this.tell();
    });
  }

  /** Count from now on. */
  from(what: string): void {
    this.since = what;
    this.began = Date.now();
  }

  private tell(): void {
    this.log.info(`First finding ${((Date.now() - this.began) / 1000).toFixed(1)} s after ${this.since}.`);
    this.dispose();
  }

  dispose(): void {
    this.listener.dispose();
  }
}
