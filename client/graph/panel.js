"use strict";

/* global acquireVsCodeApi, Graph, Trace */

/** The smallest scale at which a card's words can be read. */
const LEAST = 0.85;

const editor = acquireVsCodeApi();
const canvas = document.getElementById("graph");
const told = document.getElementById("told");
const counted = (number, where) => `${number.toLocaleString("en")} ${where}`;
let graph;
let leftOut = 0;

function open(index) {
  if (index !== undefined) editor.postMessage({ kind: "open", index });
}

function tell(index) {
  if (index === undefined) {
    told.textContent = "";
    return;
  }
  const { id, title } = graph.trace.artifacts[index];
  const parts = [counted(graph.up.size, "above"), counted(graph.down.size, "below")];
  if (leftOut > 0) parts.push(`${counted(leftOut, "more")} not shown`);
  told.textContent = `${id} ${title}: ${parts.join(", ")}`;
}

addEventListener("message", ({ data: slice }) => {
  const trace = new Trace(slice);
  leftOut = slice.left_out;
  graph ??= new Graph(canvas, trace, { changed: tell, clicked: open, enter: () => open(graph.chosen), least: LEAST, turns: true });
  graph.take(trace);
  graph.choose(slice.centre);
  graph.fit();
});

// A change of the editor's theme changes the colours of this page.
new MutationObserver(() => graph?.draw()).observe(document.documentElement, { attributes: true, attributeFilter: ["style"] });
editor.postMessage({ kind: "ready" });
