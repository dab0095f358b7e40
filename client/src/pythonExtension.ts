/** The interpreter that the Python extension has chosen. Both extensions are optional, so their interfaces are spelled here. */

import * as vscode from "vscode";

interface PythonExtension {
  readonly environments?: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(found: { readonly path: string }): Promise<{ readonly executable?: { readonly uri?: vscode.Uri } } | undefined>;
    readonly onDidChangeActiveEnvironmentPath: vscode.Event<unknown>;
  };
}

interface PythonEnvironments {
  getEnvironment?(scope: vscode.Uri | undefined): Promise<{ readonly execInfo?: { readonly run?: { readonly executable?: string } } } | undefined>;
  readonly onDidChangeEnvironment?: vscode.Event<unknown>;
}

const ENVIRONMENTS = "ms-python.vscode-python-envs";
const PYTHON = "ms-python.python";

/** Milliseconds: it may look through the whole machine before it answers, and nothing is checked meanwhile. */
const PATIENCE = 10_000;

/** The chosen interpreter for the first folder, or undefined: no such extension, nothing chosen, or it fails or takes too long. */
export async function chosenInterpreter(log: vscode.LogOutputChannel): Promise<string | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new Error(`no answer within ${PATIENCE / 1000} s`));
    }, PATIENCE);
  });
  try {
    return await Promise.race([interpreterOf(vscode.workspace.workspaceFolders?.[0]?.uri), late]);
  } catch (error) {
    log.warn(`The Python extension did not tell its interpreter: ${String(error)}`);
    return undefined;
  } finally {
    clearTimeout(timer);
  }
}

async function interpreterOf(folder: vscode.Uri | undefined): Promise<string | undefined> {
  const environments = await exportsOf<PythonEnvironments>(ENVIRONMENTS);
  const environment = await environments?.getEnvironment?.(folder);
  const executable = environment?.execInfo?.run?.executable;
  if (executable !== undefined) return executable;
  const python = (await exportsOf<PythonExtension>(PYTHON))?.environments;
  if (python === undefined) return undefined;
  const resolved = await python.resolveEnvironment(python.getActiveEnvironmentPath(folder));
  return resolved?.executable?.uri?.fsPath;
}

/** Calls back when another interpreter is chosen. Does not wake an extension that sleeps. */
export function onChosen(callback: () => void): vscode.Disposable {
  const python = vscode.extensions.getExtension<PythonExtension>(PYTHON);
  const environments = vscode.extensions.getExtension<PythonEnvironments>(ENVIRONMENTS);
  return vscode.Disposable.from(
    ...[
      python?.isActive === true ? python.exports.environments?.onDidChangeActiveEnvironmentPath(callback) : undefined,
      environments?.isActive === true ? environments.exports.onDidChangeEnvironment?.(callback) : undefined,
    ].filter((each) => each !== undefined),
  );
}

async function exportsOf<T>(id: string): Promise<T | undefined> {
  const extension = vscode.extensions.getExtension<T>(id);
  return extension?.isActive === true ? extension.exports : extension?.activate();
}
