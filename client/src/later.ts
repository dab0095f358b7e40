/**
 * What editors have got since the version that the extension needs at least (`engines` in package.json): tools for language models
 * (1.95) and servers of the Model Context Protocol (1.101). Each may be missing, so each is asked for before it is used.
 */

import * as vscode from "vscode";

/** The text of an answer to a language model. */
type Answer = object;

export interface Tool<T> {
  prepareInvocation?(options: { readonly input: T }, token: vscode.CancellationToken): { readonly invocationMessage: string };
  invoke(options: { readonly input: T }, token: vscode.CancellationToken): Promise<Answer>;
}

/** How a program that serves the protocol on its standard input and output is started. */
export interface StdioServer {
  cwd?: vscode.Uri;
}

export interface ServerProvider {
  readonly onDidChangeMcpServerDefinitions: vscode.Event<void>;
  provideMcpServerDefinitions(token: vscode.CancellationToken): StdioServer[];
}

interface Later {
  readonly lm?: {
    readonly registerTool?: <T>(name: string, tool: Tool<T>) => vscode.Disposable;
    readonly registerMcpServerDefinitionProvider?: (id: string, provider: ServerProvider) => vscode.Disposable;
  };
  readonly LanguageModelTextPart?: new (text: string) => object;
  readonly LanguageModelToolResult?: new (parts: readonly object[]) => Answer;
  readonly McpStdioServerDefinition?: new (label: string, command: string, parameters: string[], env: Record<string, string | null>, version: string) => StdioServer;
}

export const later = vscode as unknown as Later;
