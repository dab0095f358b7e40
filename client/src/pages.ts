/** Pages that the extension writes for reading: shown in the editor's own Markdown preview, kept in memory only. */

import * as vscode from "vscode";

/** A page as the server answers with it. */
export interface Page {
  readonly title: string;
  readonly markdown: string;
}

const SCHEME = "shallcheck";

export class Pages implements vscode.Disposable {
  private readonly texts = new Map<string, string>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  private readonly registration = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: this.changed.event,
    provideTextDocumentContent: (uri) => this.texts.get(uri.path) ?? "",
  });

  /** The address of a page with this text. The same title replaces the page of before. */
  put(title: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${title.replaceAll("/", "∕")}.md` });
    this.texts.set(uri.path, text);
    this.changed.fire(uri);
    return uri;
  }

  async show(title: string, markdown: string, column: vscode.ViewColumn = vscode.ViewColumn.Active): Promise<void> {
    const uri = this.put(title, markdown);
    const command = column === vscode.ViewColumn.Beside ? "markdown.showPreviewToSide" : "markdown.showPreview";
    await vscode.commands.executeCommand(command, uri);
  }

  dispose(): void {
    this.registration.dispose();
    this.changed.dispose();
  }
}
