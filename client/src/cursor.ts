/** Where the cursor comes to rest, in documents that the server is told of. */

import * as vscode from "vscode";

import { DOCUMENTS } from "./documents";

/** Milliseconds without a movement after which the cursor rests. */
const REST = 150;

/** A place as the server takes it. */
export interface Place {
  readonly uri: string;
  readonly position: { readonly line: number; readonly character: number };
}

export class Cursor implements vscode.Disposable {
  /** The editor that was last in use: it stays the one while a view or a panel has the keyboard. */
  editor: vscode.TextEditor | undefined;
  private readonly rested = new vscode.EventEmitter<void>();
  readonly onRest = this.rested.event;
  private readonly subscriptions: vscode.Disposable[];
  private timer: NodeJS.Timeout | undefined;

  constructor() {
    this.moved(vscode.window.activeTextEditor);
    this.subscriptions = [
      this.rested,
      vscode.window.onDidChangeActiveTextEditor((editor) => {
        this.moved(editor);
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.moved(textEditor);
      }),
    ];
  }

  get place(): Place | undefined {
    if (this.editor === undefined) return undefined;
    const { line, character } = this.editor.selection.active;
    return { uri: this.editor.document.uri.toString(), position: { line, character } };
  }

  private moved(editor: vscode.TextEditor | undefined): void {
    if (editor === undefined || vscode.languages.match(DOCUMENTS, editor.document) === 0) return;
    this.editor = editor;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.rested.fire();
    }, REST);
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const each of this.subscriptions) each.dispose();
  }
}
