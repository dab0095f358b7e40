/** “Judge this change”: the verdict on all that came since the last commit, saved or not. */

import * as vscode from "vscode";
import type { Location } from "vscode-languageclient/node";

import type { Controller } from "./controller";
import { openPlace } from "./opening";
import type { Pages } from "./pages";
import { folderInFront } from "./tools";

type Kind = "violates" | "sign-off" | "reported" | "placeholder";

interface Row {
  readonly kind: Kind;
  readonly about: string;
  readonly rule: string;
  readonly message: string;
  readonly fix: string;
  readonly location: Location | null;
}

interface Shown {
  readonly accepted: boolean;
  /** Such as “the last commit”. */
  readonly against: string;
  /** One sentence. */
  readonly text: string;
  readonly markdown: string;
  readonly rows: readonly Row[];
}

type Item = vscode.QuickPickItem & { readonly row?: Row };

const HEADINGS: Record<Kind, string> = {
  violates: "Why it is refused",
  "sign-off": "For a person to sign off",
  reported: "It also brings in",
  placeholder: "For a person to decide",
};
const ICONS: Record<Kind, string> = { violates: "error", "sign-off": "person", reported: "warning", placeholder: "question" };
const WHOLE = "Show the whole verdict";

export async function judgeChange(controller: Controller, pages: Pages): Promise<void> {
  const uri = folderInFront();
  if (uri === undefined) {
    void vscode.window.showInformationMessage("No folder is open: open the folder of the project whose change is to be judged.");
    return;
  }
  const options = { location: vscode.ProgressLocation.Notification, title: "ShallCheck judges the change…", cancellable: true };
  const shown = await vscode.window.withProgress(options, (_, token) => ask(controller, uri, token));
  if (shown === undefined) return;
  const verdict = shown.accepted ? "Accepted" : "Refused";
  const show = (): Promise<void> => pages.show(`Verdict: ${verdict.toLowerCase()}`, shown.markdown, vscode.ViewColumn.Beside);
  if (shown.rows.length === 0) {
    if ((await vscode.window.showInformationMessage(`${sentence(shown.text)} Judged against ${shown.against}.`, WHOLE)) === WHOLE) await show();
    return;
  }
  const picked = await vscode.window.showQuickPick<Item>(itemsOf(shown.rows), {
    title: `${verdict}, judged against ${shown.against}`,
    placeHolder: sentence(shown.text),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.row?.location) await openPlace(picked.row.location);
  else if (picked !== undefined) await show();
}

async function ask(controller: Controller, uri: vscode.Uri, token: vscode.CancellationToken): Promise<Shown | undefined> {
  try {
    return await controller.demand<Shown>("shallcheck.verdict", { tree: true, uri: uri.toString() }, token);
  } catch (error) {
    if (!token.isCancellationRequested) void vscode.window.showWarningMessage(`The change was not judged. ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function itemsOf(rows: readonly Row[]): Item[] {
  const items: Item[] = [];
  for (const [at, row] of rows.entries()) {
    if (rows[at - 1]?.kind !== row.kind) items.push({ label: HEADINGS[row.kind], kind: vscode.QuickPickItemKind.Separator });
    items.push(itemOf(row));
  }
  return [...items, { label: "", kind: vscode.QuickPickItemKind.Separator }, { label: `$(book) ${WHOLE}` }];
}

function itemOf(row: Row): Item {
  const where = row.location === null ? "" : vscode.workspace.asRelativePath(vscode.Uri.parse(row.location.uri));
  return {
    label: `$(${ICONS[row.kind]}) ${row.about}`,
    description: [row.rule === row.about ? "" : row.rule, where].filter((part) => part !== "").join(" · "),
    detail: row.fix === "" ? row.message : `${row.message} ${sentence(row.fix)}`,
    row,
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
