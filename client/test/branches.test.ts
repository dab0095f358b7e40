import assert from "node:assert/strict";
import { test } from "node:test";

import { Branches, isMore, type Item, type Node, type Page } from "../src/branches";

/** A level with five artifacts, told in pages of two. */
const ROOT = node("needs", true);
const ALL = ["SN-1", "SN-2", "SN-3", "SN-4", "SN-5"].map((label) => node(`needs/${label}`, false));

function node(id: string, children: boolean): Node {
  return { id, label: id, description: "", tooltip: "", kind: children ? "level" : "artifact", state: "none", location: null, children };
}

class Server {
  readonly asked: string[] = [];
  fails = false;

  ask(of: string | undefined, offset: number): Promise<Page> {
    this.asked.push(`${of ?? "root"} ${offset}`);
    if (this.fails) return Promise.reject(new Error("gone"));
    if (of === undefined) return Promise.resolve({ nodes: [ROOT], more: 0 });
    return Promise.resolve({ nodes: ALL.slice(offset, offset + 2), more: Math.max(0, ALL.length - offset - 2) });
  }
}

function begun(): { server: Server; branches: Branches } {
  const server = new Server();
  return { server, branches: new Branches((of, offset) => server.ask(of, offset)) };
}

const told = (items: readonly Item[]): string[] => items.map((item) => (isMore(item) ? `${item.left} more` : item.label.replace("needs/", "")));

async function further(branches: Branches): Promise<void> {
  const more = (await branches.children(ROOT)).find(isMore);
  assert.ok(more);
  await branches.further(more);
}

void test("a branch is asked for once, page by page", async () => {
  const { server, branches } = begun();
  await branches.children(ROOT);
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "3 more"]);
  assert.deepEqual(server.asked, ["needs 0"]);
  await further(branches);
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "SN-3", "SN-4", "1 more"]);
  await further(branches);
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "SN-3", "SN-4", "SN-5"]);
});

void test("what was read is forgotten when the chain changes, and as many pages are read again", async () => {
  const { server, branches } = begun();
  await further(branches);
  branches.clear();
  server.asked.length = 0;
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "SN-3", "SN-4", "1 more"]);
  assert.deepEqual(server.asked, ["needs 0", "needs 2"]);
});

void test("the way to the cursor shows an artifact before its page is shown, and once only", async () => {
  const { branches } = begun();
  const [last] = ALL.slice(-1);
  assert.ok(last);
  assert.equal(await branches.lead([ROOT, last]), true);
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "SN-5", "2 more"]);
  assert.equal(branches.parent(last), ROOT);
  assert.equal(await branches.lead([ROOT, last]), false);
  await further(branches);
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "SN-3", "SN-4", "SN-5"]);
});

void test("a branch that could not be read is asked for again", async () => {
  const { server, branches } = begun();
  server.fails = true;
  await assert.rejects(branches.children(ROOT));
  server.fails = false;
  assert.deepEqual(told(await branches.children(ROOT)), ["SN-1", "SN-2", "3 more"]);
});
