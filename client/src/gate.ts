/** The gate in the status bar: may work go on? A click lists what is in the way. */

import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";

import type { Controller } from "./controller";
import { openPlace } from "./opening";
import { gateFace, type GateState } from "./state";

interface Blocker {
  readonly rule: string;
  /** A warning does not keep it closed. */
  readonly severity: "error" | "warning" | "information";
  readonly message: string;
  readonly artifact: string;
  /** Null: it has no place, such as a level that is not there. */
  readonly location: Location | null;
  readonly fix: string | null;
}

interface Gate extends GateState {
  /** One sentence. */
  readonly text: string;
  readonly findings: readonly Blocker[];
  /** How many more there are. */
  readonly more: number;
}

/** Left of the cursor's place, right of the problems. */
const PRIORITY = 10;

export class GateItem implements vscode.Disposable {
  private readonly item = vscode.window.createStatusBarItem("shallcheck.gate", vscode.StatusBarAlignment.Left, PRIORITY);
  private readonly subscription: vscode.Disposable;
  private asked = 0;

  constructor(private readonly controller: Controller) {
    this.item.name = "ShallCheck: the gate";
    this.item.command = "shallcheck.showGate";
    this.subscription = controller.onChain(() => void this.paint());
  }

  /** Lists what keeps the gate closed, for a document's level or for the whole workspace; what is picked is opened. */
  async list(of?: { readonly uri?: string }): Promise<void> {
    const gate = await this.controller.ask<Gate>("shallcheck.gate", of?.uri === undefined ? {} : { uri: of.uri });
    if (gate === undefined) return;
    if (gate === null || gate.findings.length === 0) {
      void vscode.window.showInformationMessage(gate?.text ?? "No document here is part of a chain.");
      return;
    }
    const items = gate.findings.map((blocker) => ({ ...itemOf(blocker), location: blocker.location }));
    const placeHolder = gate.more > 0 ? `${gate.text} The first ${items.length} of ${items.length + gate.more}:` : gate.text;
    const picked = await vscode.window.showQuickPick(items, { title: gate.open ? "What the gate tells" : "What keeps the gate closed", placeHolder, matchOnDescription: true, matchOnDetail: true });
    if (picked?.location) await openPlace(picked.location);
  }

  private async paint(): Promise<void> {
    const number = ++this.asked;
    const chain = await this.controller.askQuietly<{ readonly nodes: readonly unknown[] }>("shallcheck.chain", {});
    const gate = await this.controller.askQuietly<Gate>("shallcheck.gate", {});
    if (number !== this.asked) return;
    const holds = gate !== undefined && gate !== null && (chain?.nodes.length ?? 0) > 0;
    void vscode.commands.executeCommand("setContext", "shallcheck.hasChain", holds);
    if (!holds) {
      this.item.hide();
      return;
    }
    this.item.text = gateFace(gate);
    this.item.tooltip = gate.text;
    this.item.show();
  }

  dispose(): void {
    this.subscription.dispose();
    this.item.dispose();
  }
}

function itemOf({ rule, severity, message, artifact, location, fix }: Blocker): vscode.QuickPickItem {
  const where = location === null ? "" : vscode.workspace.asRelativePath(vscode.Uri.parse(location.uri));
  return {
    label: `$(${severity === "information" ? "info" : severity}) ${artifact === "" ? rule : artifact}`,
    description: [artifact === "" ? "" : rule, where].filter((part) => part !== "").join(" · "),
    detail: fix === null ? message : `${message} ${fix}`,
  };
}
