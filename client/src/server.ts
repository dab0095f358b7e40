/** The language client: starting and stopping what `python.ts` found. */

import * as vscode from "vscode";
import { createInterface } from "node:readline";
import { LanguageClient, RevealOutputChannelOn, State as ClientState, type LanguageClientOptions } from "vscode-languageclient/node";

import { DOCUMENTS } from "./documents";
import { ownEnvironment } from "./environment";
import type { Launch } from "./python";
import { chosenSettings, SECTION, SHOW_GATE, SHOW_REFERENCES } from "./settings";
import { type Status } from "./status";

/** The server tells that the chain or its gate has changed. */
export const CHAIN_CHANGED = "shallcheck/chainChanged";

/** The server's own restarts after it died, within three minutes; then it stays down and says so. */
const MOST_RESTARTS = 4;

/** Makes a client that runs `launch` in `cwd`, a folder of ours: never in a workspace. `settings`: the names that the server knows. */
export function makeClient(
  launch: Launch,
  cwd: string,
  settings: readonly string[],
  log: vscode.LogOutputChannel,
  status: Status,
): LanguageClient {
  const options: LanguageClientOptions = {
    documentSelector: DOCUMENTS,
    outputChannel: log,
    traceOutputChannel: log,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    diagnosticCollectionName: SECTION,
    connectionOptions: { maxRestartCount: MOST_RESTARTS },
    // What a server says on standard error is its log, not an error.
    stdioOptions: {
      stdout: (stream) => stream.resume(),
      stderr: (stream, channel) => {
        createInterface({ input: stream }).on("line", (line) => {
          channel.info(line);
        });
      },
    },
    middleware: {
      workspace: {
        configuration: ({ items }) => items.map(({ section }) => (section === SECTION ? chosenSettings(settings) : null)),
      },
      handleWorkDoneProgress: (token, params, next) => {
        if (params.kind === "begin") status.progress(token, params.title);
        if (params.kind === "end") status.progress(token, undefined);
        next(token, params);
      },
    },
  };
  const run = { command: launch.program, args: [...launch.parameters], options: { cwd, env: ownEnvironment(process.env) } };
  const client = new LanguageClient(SECTION, "ShallCheck", run, options);
  client.registerFeature({
    fillClientCapabilities: (capabilities) => {
      capabilities.experimental = { commands: { commands: [SHOW_REFERENCES, SHOW_GATE] }, chainChanged: true };
    },
    initialize: () => undefined,
    getState: () => ({ kind: "static" }),
    clear: () => undefined,
  });
  client.onDidChangeState(({ newState }) => {
    if (newState === ClientState.Starting) status.set({ kind: "starting" });
    if (newState === ClientState.Running) status.set({ kind: "ready" });
    if (newState === ClientState.Stopped) status.set({ kind: "stopped" });
  });
  return client;
}

/** Stops a client in whatever state it is; a server that does not answer is left to end with its pipes. */
export async function stopClient(client: LanguageClient, log: vscode.LogOutputChannel): Promise<void> {
  try {
    if (client.needsStop()) await client.stop();
  } catch (error) {
    log.warn(`The server did not stop in good order: ${String(error)}`);
  }
  await client.dispose().catch(() => undefined);
}
