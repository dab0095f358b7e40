// Waiting for a condition, and for nothing else.
import { setTimeout as pause } from "node:timers/promises";

/** Milliseconds that anything may take on a busy machine before it counts as failed. */
export const PATIENCE = 60_000;

/** The first truthy answer of `condition`; after `within` ms an error that says what was awaited and what was seen last. */
export async function until(what, condition, within = PATIENCE) {
  const end = Date.now() + within;
  let seen;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer;
      seen = answer;
    } catch (error) {
      seen = error;
    }
    if (Date.now() > end) throw new Error(`Within ${within / 1000} s there was not: ${what} (last seen: ${String(seen)})`);
    await pause(50);
  }
}
