/** Walking the trace: from the requirement at the cursor up to its parents, down to its children, across to its tests. */

import * as vscode from "vscode";
import type { Location, Position, Range } from "vscode-languageclient/node";

import type { Controller } from "./controller";
import { openPlace, rangeOf } from "./opening";

export type Direction = "parent" | "child" | "test";

interface Target {
  readonly uri: string;
  readonly range: Range;
  readonly identifier: string;
  readonly title: string;
}

interface Trace {
  readonly identifier: string;
  readonly targets: readonly Target[];
}

const WHERE = { parent: "traces to nothing above", child: "has nothing that traces to it", test: "has no test" };

export async function follow(controller: Controller, direction: Direction): Promise<void> {
  const trace = await controller.askAtCursor<Trace>("shallcheck.trace", { direction });
  if (trace === undefined) return;
  if (trace === null) {
    void vscode.window.showInformationMessage("There is no requirement at the cursor: put the cursor into one.");
    return;
  }
  if (trace.targets.length === 0) {
    void vscode.window.showInformationMessage(`${trace.identifier} ${WHERE[direction]}.`);
    return;
  }
  const items = trace.targets.map((target) => ({ label: target.identifier, description: target.title, target }));
  const picked = items.length === 1 ? items[0] : await vscode.window.showQuickPick(items, { title: `${trace.identifier}: which ${direction}?` });
  if (picked === undefined) return;
  await openPlace(picked.target);
}

/** What a lens shows when it is clicked: places, as the protocol tells them, in the editor's own view of references. */
export async function showReferences(uri: string, position: Position, locations: readonly Location[]): Promise<void> {
  const at = new vscode.Position(position.line, position.character);
  const places = locations.map(({ uri: target, range }) => new vscode.Location(vscode.Uri.parse(target), rangeOf(range)));
  await vscode.commands.executeCommand("editor.action.showReferences", vscode.Uri.parse(uri), at, places);
}
