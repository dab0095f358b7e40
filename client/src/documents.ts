/** Which documents the server is told of: what it may read, and its configuration. Whether one holds requirements, it says. */

import type * as vscode from "vscode";

import { ENDINGS } from "./endings";

export const DOCUMENTS: { scheme: string; language?: string; pattern?: string }[] = [
  { scheme: "file", language: "markdown" },
  { scheme: "untitled", language: "markdown" },
  { scheme: "file", pattern: `**/*.{${ENDINGS.join(",")}}` },
  { scheme: "file", pattern: "**/shallcheck.toml" },
];

/** Whether a document's name says that requirements may stand in it. */
export function mayHoldRequirements(document: vscode.TextDocument): boolean {
  return document.languageId === "markdown" || ENDINGS.some((ending) => document.fileName.toLowerCase().endsWith(`.${ending}`));
}
