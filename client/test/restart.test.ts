import assert from "node:assert/strict";
import { test } from "node:test";

import { RestartQueue } from "../src/restart";

/** A restart that ends when it is told to. */
function controlled(): { queue: RestartQueue; begun: () => number; end: (error?: Error) => Promise<void> } {
  const open: { resolve: () => void; reject: (error: Error) => void }[] = [];
  let begun = 0;
  const queue = new RestartQueue(() => {
    begun++;
    return new Promise((resolve, reject) => open.push({ resolve, reject }));
  });
  const end = async (error?: Error): Promise<void> => {
    const first = open.shift();
    if (error) first?.reject(error);
    else first?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { queue, begun: () => begun, end };
}

void test("restarts that are asked for while one runs become one", async () => {
  const { queue, begun, end } = controlled();
  const asked = [queue.ask(), queue.ask(), queue.ask()];
  assert.equal(begun(), 1);
  await end();
  assert.equal(begun(), 2);
  await end();
  await Promise.all(asked);
  assert.equal(begun(), 2);
});

void test("one that is asked for during the second waits for a third, so that it sees the newest settings", async () => {
  const { queue, begun, end } = controlled();
  void queue.ask();
  void queue.ask();
  await end();
  const third = queue.ask();
  await end();
  assert.equal(begun(), 3);
  await end();
  await third;
});

void test("a restart that fails tells only those who asked for it, and the next one runs", async () => {
  const { queue, begun, end } = controlled();
  const first = queue.ask();
  const second = queue.ask();
  const failed = assert.rejects(first, /no server/);
  await end(new Error("no server"));
  await failed;
  await end();
  await second;
  assert.equal(begun(), 2);
});
