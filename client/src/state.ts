/** What the status item says. Imports nothing of the editor. */

export type State =
  | { readonly kind: "searching" | "starting" | "ready" | "stopped" | "missing" }
  | { readonly kind: "working" | "failed"; readonly what: string }
  | { readonly kind: "making"; readonly what: string };

/** Findings of the document in front, by severity. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly notes: number;
}

export interface Face {
  readonly text: string;
  readonly detail: string;
  readonly harm: "none" | "warning" | "error";
  readonly busy: boolean;
}

export function face(state: State, counts: Counts | undefined): Face {
  switch (state.kind) {
    case "searching":
      return { text: "ShallCheck: looking for its server", detail: "", harm: "none", busy: true };
    case "starting":
      return { text: "ShallCheck: starting", detail: "", harm: "none", busy: true };
    case "working":
      return { text: `ShallCheck: ${state.what}`, detail: spoken(counts), harm: "none", busy: true };
    case "making":
      return { text: "ShallCheck: making its environment", detail: state.what, harm: "none", busy: true };
    case "ready":
      return { text: "ShallCheck: ready", detail: spoken(counts), harm: "none", busy: false };
    case "stopped":
      return { text: "ShallCheck: stopped", detail: "restart it to check again", harm: "warning", busy: false };
    case "missing":
      return { text: "ShallCheck: no server", detail: "set it up to check documents", harm: "warning", busy: false };
    case "failed":
      return { text: "ShallCheck: failed", detail: state.what, harm: "error", busy: false };
  }
}

/** The gate as the server tells of it. */
export interface GateState {
  readonly open: boolean;
  /** Findings that keep it closed. */
  readonly blockers: number;
}

/** What the status bar says of the gate. */
export function gateFace({ open, blockers }: GateState): string {
  if (open) return "$(unlock) Gate open";
  return blockers === 0 ? "$(lock) Gate not judged" : `$(lock) Gate closed: ${blockers.toLocaleString("en")}`;
}

function spoken(counts: Counts | undefined): string {
  if (counts === undefined) return "";
  const parts = [count(counts.errors, "error"), count(counts.warnings, "warning"), count(counts.notes, "note")].filter((part) => part !== "");
  return parts.length === 0 ? "nothing to say about this document" : parts.join(", ");
}

function count(number: number, word: string): string {
  if (number === 0) return "";
  return `${number} ${word}${number === 1 ? "" : "s"}`;
}
