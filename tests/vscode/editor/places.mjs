// Where things lie. Everything that a run writes is under .build/vscode.
import path from "node:path";
import { fileURLToPath } from "node:url";

export const CHECKOUT = fileURLToPath(new URL("../../../", import.meta.url));
export const BUILD = path.join(CHECKOUT, ".build", "vscode");
export const VSIX = path.join(CHECKOUT, "client", "shallcheck-0.1.0.vsix");
export const CODE_SERVER = fileURLToPath(new URL("../node_modules/code-server/out/node/entry.js", import.meta.url));
export const EXAMPLES = path.join(CHECKOUT, "examples");
export const OWN_PROGRAMS = path.join(CHECKOUT, ".venv", "bin");
