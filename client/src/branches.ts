/** The chain as far as it was asked for, page by page. Imports nothing of the editor. */

import type { Location } from "vscode-languageclient/node";

export interface Node {
  /** The whole way from the root: one artifact may stand at several places. */
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly tooltip: string;
  readonly kind: "level" | "artifact" | "test" | "code";
  readonly state: "covered" | "uncovered" | "suspect" | "failed" | "none";
  readonly location: Location | null;
  readonly children: boolean;
}

export interface Page {
  readonly nodes: readonly Node[];
  /** How many nodes stand behind these. */
  readonly more: number;
}

/** Stands for what a branch holds beyond the pages that were asked for. */
export interface More {
  readonly under: string;
  readonly left: number;
}

export type Item = Node | More;

/** Gives a page of a node's children, from `offset` on; of the roots where the node is undefined. */
export type AskPage = (node: string | undefined, offset: number) => Promise<Page>;

const ROOT = "";

export function isMore(item: Item): item is More {
  return "under" in item;
}

export class Branches {
  private readonly loaded = new Map<string, Promise<Page>>();
  /** How many pages were asked for, which a new reading of the chain brings again. */
  private readonly pages = new Map<string, number>();
  private readonly parents = new Map<string, Node>();
  /** Nodes that are shown before their page is. */
  private readonly guests = new Map<string, Node[]>();

  constructor(private readonly ask: AskPage) {}

  async children(of?: Node): Promise<Item[]> {
    const key = of?.id ?? ROOT;
    const { nodes, more } = await this.branch(key);
    const seen = new Set(nodes.map(({ id }) => id));
    const guests = (this.guests.get(key) ?? []).filter(({ id }) => !seen.has(id));
    const left = more - guests.length;
    if (of !== undefined) for (const { id } of nodes) this.parents.set(id, of);
    return [...nodes, ...guests, ...(left > 0 ? [{ under: key, left }] : [])];
  }

  parent(of: Item): Node | undefined {
    return isMore(of) ? undefined : this.parents.get(of.id);
  }

  /** Asks for the next page of a branch. */
  async further({ under }: More): Promise<void> {
    this.pages.set(under, (this.pages.get(under) ?? 1) + 1);
    const page = await this.branch(under);
    await this.keep(under, this.longer(under, page));
  }

  /** Makes room for a way from a root down. Whether anything must be shown that was not there. */
  async lead(way: readonly Node[]): Promise<boolean> {
    let isNew = false;
    let above: Node | undefined;
    for (const node of way) {
      const key = above?.id ?? ROOT;
      const there = await this.children(above);
      if (above !== undefined) this.parents.set(node.id, above);
      if (!there.some((each) => !isMore(each) && each.id === node.id)) {
        this.guests.set(key, [...(this.guests.get(key) ?? []), node]);
        isNew = true;
      }
      above = node;
    }
    return isNew;
  }

  /** Forgets what was read: the chain has changed. */
  clear(): void {
    this.loaded.clear();
    this.parents.clear();
    this.guests.clear();
  }

  private branch(key: string): Promise<Page> {
    return this.loaded.get(key) ?? this.keep(key, this.read(key, this.pages.get(key) ?? 1));
  }

  private keep(key: string, page: Promise<Page>): Promise<Page> {
    this.loaded.set(key, page);
    page.catch(() => {
      if (this.loaded.get(key) === page) this.loaded.delete(key);
    });
    return page;
  }

  private async read(key: string, pages: number): Promise<Page> {
    let page = await this.ask(key === ROOT ? undefined : key, 0);
    for (let read = 1; read < pages && page.more > 0; read++) page = await this.longer(key, page);
    return page;
  }

  private async longer(key: string, page: Page): Promise<Page> {
    const next = await this.ask(key === ROOT ? undefined : key, page.nodes.length);
    return { nodes: [...page.nodes, ...next.nodes], more: next.more };
  }
}
