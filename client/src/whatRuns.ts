/** “Show what ShallCheck runs”: the extension's account of itself, to read and to send. */

import * as vscode from "vscode";

import type { Controller } from "./controller";

export function whatRuns(controller: Controller): string {
  const { client, search, version } = controller;
  const { launch, tried } = search;
  const server = client?.initializeResult?.serverInfo;
  const lines = [
    "# What ShallCheck runs",
    "",
    "| | |",
    "| --- | --- |",
    row("extension", version),
    row("server", server === undefined ? "does not run" : `${server.name} ${server.version ?? ""}`),
    row("program", launch === undefined ? "none" : `\`${[launch.program, ...launch.parameters].join(" ")}\``),
    row("found by", launch?.source ?? "nothing"),
    row("runs in", `\`${controller.storage}\``),
    row("process", String(controller.pid ?? "none")),
    row("workspace", vscode.workspace.isTrusted ? "trusted" : "not trusted: no program of it is run"),
    row("editor", `${vscode.env.appName} ${vscode.version} on ${process.platform} ${process.arch}`),
    "",
    "## Where it looked",
    "",
    ...(tried.length === 0 ? ["No setting, no Python extension, no `shallcheck` on the search path, no private environment."] : []),
    ...tried.map(({ source, program, verdict }) => `- ${source}: \`${program}\`: ${verdict}`),
    "",
    "It runs nothing else. The server starts worker processes of its own Python, and none of them uses the network.",
    "",
  ];
  return lines.join("\n");
}

function row(name: string, value: string): string {
  return `| ${name} | ${value.replaceAll("|", "\\|")} |`;
}
