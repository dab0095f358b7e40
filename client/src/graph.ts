/** The trace around the artifact at the cursor as a graph, in a panel that follows the cursor. */

import * as vscode from "vscode";

import type { Controller } from "./controller";
import type { Cursor } from "./cursor";
import { openPlace } from "./opening";

/** What the page draws; only what is used here is named. */
interface Slice {
  readonly artifacts: readonly { readonly id: string; readonly uri: string; readonly line: number }[];
  /** Which of the artifacts the others stand around; null: there is none. */
  readonly centre: number | null;
}

/** What the page says: that it is there, or that the artifact with this number is wanted. */
type Said = { readonly kind: "ready" } | { readonly kind: "open"; readonly index: number };

export class GraphPanel implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private slice: Slice | undefined;
  private asked = 0;
  private readonly subscriptions: vscode.Disposable[];

  constructor(
    private readonly folder: vscode.Uri,
    private readonly controller: Controller,
    private readonly cursor: Cursor,
  ) {
    this.subscriptions = [controller.onChain(() => void this.follow()), cursor.onRest(() => void this.follow())];
  }

  async show(): Promise<void> {
    if (this.panel === undefined) this.panel = this.made();
    else this.panel.reveal(undefined, true);
    await this.follow();
  }

  private made(): vscode.WebviewPanel {
    const { folder } = this;
    const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("shallcheck.graph", "Trace", where, { enableScripts: true, localResourceRoots: [folder] });
    panel.webview.onDidReceiveMessage((said: Said) => {
      if (said.kind === "ready") this.send();
      else void this.open(said.index);
    });
    panel.onDidChangeViewState(() => void this.follow());
    panel.onDidDispose(() => {
      this.panel = undefined;
      this.slice = undefined;
    });
    panel.webview.html = page(panel.webview, folder);
    return panel;
  }

  /** Draws what stands around the artifact at the cursor; where there is none, what was drawn stays. */
  private async follow(): Promise<void> {
    const { place } = this.cursor;
    if (this.panel?.visible !== true || place === undefined) return;
    const number = ++this.asked;
    const slice = await this.controller.askQuietly<Slice>("shallcheck.slice", { ...place });
    if (slice?.centre === undefined || slice.centre === null || number !== this.asked) return;
    if (JSON.stringify(slice) === JSON.stringify(this.slice)) return;
    this.slice = slice;
    this.send();
  }

  private send(): void {
    const { panel, slice } = this;
    if (panel === undefined || slice === undefined) return;
    panel.title = `Trace of ${slice.artifacts[slice.centre ?? 0]?.id ?? ""}`;
    void panel.webview.postMessage(slice);
  }

  private async open(index: number): Promise<void> {
    const artifact = this.slice?.artifacts[index];
    if (artifact === undefined) return;
    const start = { line: artifact.line, character: 0 };
    const column = this.cursor.editor?.viewColumn ?? vscode.ViewColumn.One;
    await openPlace({ uri: artifact.uri, range: { start, end: start } }, { viewColumn: column, preserveFocus: true });
  }

  dispose(): void {
    this.panel?.dispose();
    for (const each of this.subscriptions) each.dispose();
  }
}

function page(webview: vscode.Webview, folder: vscode.Uri): string {
  const of = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(folder, name)).toString();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ${webview.cspSource}; style-src ${webview.cspSource}">
<link rel="stylesheet" href="${of("panel.css")}">
<title>Trace</title>
</head>
<body>
<canvas id="graph" tabindex="0" role="application" aria-label="The trace as a graph" aria-describedby="keys"></canvas>
<p id="told" role="status">Put the cursor into a requirement: all above it and all below it shows here.</p>
<p id="keys">Click: open. Drag: move. Wheel or + − 0: zoom. Arrows: walk, Enter: open.</p>
<script src="${of("layout.js")}"></script>
<script src="${of("graph.js")}"></script>
<script src="${of("panel.js")}"></script>
</body>
</html>`;
}
