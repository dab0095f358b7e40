/** The chain as a tree: levels, what stands on them, and below each artifact what comes of it. It follows the cursor. */

import * as vscode from "vscode";

import { Branches, isMore, type Item, type Node, type Page } from "./branches";
import type { Controller } from "./controller";
import type { Cursor } from "./cursor";
import { beginning } from "./opening";

const VIEW = "shallcheck.tree";
/** Asked for by the node that stands for what is not shown yet. */
const FURTHER = "shallcheck.showMoreOfTheChain";

const ICONS: Readonly<Record<Exclude<Node["kind"], "artifact">, string>> = { level: "layers", test: "beaker", code: "code" };
/** What an artifact's state looks like and is called. */
const STATES: Readonly<Record<Node["state"], { readonly icon: string; readonly colour: string | undefined; readonly said: string }>> = {
  covered: { icon: "pass", colour: "testing.iconPassed", said: "has all that its level asks for" },
  uncovered: { icon: "warning", colour: "list.warningForeground", said: "lacks something that its level asks for" },
  suspect: { icon: "question", colour: "list.warningForeground", said: "has a link to something that has changed since it was reviewed" },
  failed: { icon: "error", colour: "list.errorForeground", said: "has a test that failed" },
  none: { icon: "circle-outline", colour: undefined, said: "" },
};

export class ChainTree implements vscode.TreeDataProvider<Item>, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.changed.event;
  private readonly branches = new Branches((node, offset) => this.page(node, offset));
  private readonly view: vscode.TreeView<Item>;
  private readonly subscriptions: vscode.Disposable[];
  /** Counts what was asked for the cursor: an answer that a later question has overtaken is dropped. */
  private asked = 0;

  constructor(
    private readonly controller: Controller,
    private readonly cursor: Cursor,
  ) {
    this.view = vscode.window.createTreeView<Item>(VIEW, { treeDataProvider: this, showCollapseAll: true });
    this.subscriptions = [
      this.changed,
      this.view,
      vscode.commands.registerCommand(FURTHER, async (more: Extract<Item, { under: string }>) => {
        await this.branches.further(more);
        this.changed.fire(undefined);
      }),
      controller.onChain(() => {
        this.branches.clear();
        this.changed.fire(undefined);
        void this.follow();
      }),
      cursor.onRest(() => void this.follow()),
      this.view.onDidChangeVisibility(() => void this.follow()),
    ];
  }

  /** Shows the tree, with what is at the cursor. */
  async show(): Promise<void> {
    await vscode.commands.executeCommand(`${VIEW}.focus`);
    await this.follow();
  }

  getChildren(item?: Item): Promise<Item[]> {
    return item !== undefined && isMore(item) ? Promise.resolve([]) : this.branches.children(item);
  }

  getParent(item: Item): Node | undefined {
    return this.branches.parent(item);
  }

  getTreeItem(item: Item): vscode.TreeItem {
    return isMore(item) ? moreItem(item) : nodeItem(item);
  }

  private async page(node: string | undefined, offset: number): Promise<Page> {
    const asked = node === undefined ? { offset } : { node, offset };
    return (await this.controller.askQuietly<Page>("shallcheck.chain", asked)) ?? { nodes: [], more: 0 };
  }

  /** Selects what is at the cursor, where the tree is seen. */
  private async follow(): Promise<void> {
    const { place } = this.cursor;
    if (!this.view.visible || place === undefined) return;
    const number = ++this.asked;
    const answer = await this.controller.askQuietly<{ readonly way: readonly Node[] }>("shallcheck.chain", { ...place });
    const node = answer?.way.at(-1);
    if (answer === undefined || answer === null || node === undefined || number !== this.asked || this.isSelected(node)) return;
    if (await this.branches.lead(answer.way)) this.changed.fire(undefined);
    await this.view.reveal(node, { select: true, focus: false });
  }

  /** Whether an artifact is selected already, maybe at another of its places. */
  private isSelected(node: Node): boolean {
    return this.view.selection.some((item) => !isMore(item) && item.label === node.label && item.location?.uri === node.location?.uri);
  }

  dispose(): void {
    for (const each of this.subscriptions) each.dispose();
  }
}

function nodeItem(node: Node): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(node.label, node.children ? Collapsed : None);
  const state = STATES[node.state];
  item.id = node.id;
  item.description = node.description;
  item.tooltip = [node.label, node.tooltip, state.said && `It ${state.said}.`].filter((part) => part !== "").join("\n\n");
  item.iconPath = new vscode.ThemeIcon(
    node.kind === "artifact" ? state.icon : ICONS[node.kind],
    state.colour === undefined ? undefined : new vscode.ThemeColor(state.colour),
  );
  item.accessibilityInformation = { label: [node.label, node.description, state.said].filter((part) => part !== "").join(", ") };
  if (node.location !== null) {
    const { uri, range } = node.location;
    const shown: vscode.TextDocumentShowOptions = { selection: beginning(range), preserveFocus: true };
    item.command = { command: "vscode.open", title: "Open", arguments: [vscode.Uri.parse(uri), shown] };
  }
  return item;
}

function moreItem(more: Extract<Item, { under: string }>): vscode.TreeItem {
  const item = new vscode.TreeItem(`${more.left.toLocaleString("en")} more`);
  item.id = `${more.under}\nmore`;
  item.iconPath = new vscode.ThemeIcon("ellipsis");
  item.command = { command: FURTHER, title: "Show more", arguments: [more] };
  return item;
}
