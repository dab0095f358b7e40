// Runs in the extension host, beside the installed extension, through the interface that extensions have.
const assert = require("node:assert/strict");
const { writeFileSync } = require("node:fs");
const { readFile, writeFile } = require("node:fs/promises");
const path = require("node:path");
const vscode = require("vscode");

const FILE = "System_Requirements.md";
const PATIENCE = 60_000;

async function until(what, condition) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const answer = await condition();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`There was not: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const folder = () => vscode.workspace.workspaceFolders[0].uri;
const uriOf = (file) => vscode.Uri.joinPath(folder(), file);
const ours = (uri) => vscode.languages.getDiagnostics(uri).filter(({ source }) => source === "ShallCheck");
const codeOf = ({ code }) => String(code?.value ?? code);

async function open(file) {
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  await vscode.window.showTextDocument(document);
  return document;
}

/** The finding of a rule in a document, once it is there. */
function finding(uri, rule) {
  return until(`${rule} in ${uri.path}`, () => ours(uri).find((each) => codeOf(each) === rule));
}

function positionOf(document, text) {
  const at = document.getText().indexOf(text);
  assert.notEqual(at, -1, `“${text}” stands in the document`);
  return document.positionAt(at);
}

async function completions(document, at) {
  const list = await vscode.commands.executeCommand("vscode.executeCompletionItemProvider", document.uri, at);
  return list.items;
}

/** What a tool for language models answers. */
async function invoked(name, input) {
  const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
  return JSON.parse(content.map(({ value }) => value).join(""));
}

/** By text, the kinds of its tokens. */
function kindsOf(document, legend, { data }) {
  const kinds = new Map();
  let [line, character] = [0, 0];
  for (let at = 0; at < data.length; at += 5) {
    character = data[at] === 0 ? character + data[at + 1] : data[at + 1];
    line += data[at];
    const text = document.getText(new vscode.Range(line, character, line, character + data[at + 2]));
    kinds.set(text, [...(kinds.get(text) ?? []), legend.tokenTypes[data[at + 3]]]);
  }
  return kinds;
}

const tests = {
  "the packaged extension runs, with every command that it names": async () => {
    const extension = vscode.extensions.getExtension("shallcheck.shallcheck");
    await open(FILE);
    await until("an active extension", () => extension.isActive);
    const known = new Set(await vscode.commands.getCommands(true));
    const named = extension.packageJSON.contributes.commands.map(({ command }) => command);
    assert.deepEqual(named.filter((command) => !known.has(command)), []);
  },

  "no workspace can name the server's program": () => {
    const sections = [vscode.extensions.getExtension("shallcheck.shallcheck").packageJSON.contributes.configuration].flat();
    const properties = Object.assign({}, ...sections.map((section) => section.properties));
    assert.equal(properties["shallcheck.server.path"].scope, "machine");
    for (const [name, { description, markdownDescription }] of Object.entries(properties)) assert.ok(description ?? markdownDescription, name);
  },

  "a finding names its rule and covers exactly the words at fault": async () => {
    const document = await open(FILE);
    const found = await finding(document.uri, "AMB009");
    assert.equal(document.getText(found.range), "periodically");
    assert.equal(found.severity, vscode.DiagnosticSeverity.Warning);
  },

  "findings of closed documents are there as well": async () => {
    const found = await finding(uriOf("Mission.md"), "AMB002");
    assert.match(found.message, /if possible/);
    assert.ok(vscode.workspace.textDocuments.every(({ uri }) => !uri.path.endsWith("Mission.md")));
  },

  "a fix is made for the text as it is now": async () => {
    const document = await open(FILE);
    await finding(document.uri, "FRM002");
    const moved = new vscode.WorkspaceEdit();
    moved.insert(document.uri, positionOf(document, "## Measuring"), "An introduction.\n\n");
    await vscode.workspace.applyEdit(moved);
    const at = positionOf(document, "should measure");
    const range = new vscode.Range(at, at.translate(0, 6));
    const actions = await vscode.commands.executeCommand("vscode.executeCodeActionProvider", document.uri, range, "quickfix", 20);
    const fix = actions.find(({ title }) => title === "Write “shall”");
    assert.ok(fix, actions.map(({ title }) => title).join("\n"));
    await vscode.workspace.applyEdit(fix.edit);
    assert.ok(document.getText().includes("The logger shall measure the air temperature with an error"));
    await until("no FRM002", () => !ours(document.uri).some((each) => codeOf(each) === "FRM002" && document.getText(each.range) === "should"));
    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    await document.save();
  },

  "definition, references and symbols go across files": async () => {
    const document = await open(FILE);
    await finding(document.uri, "AMB009");
    const at = positionOf(document, "SN-002");
    const [definition] = await vscode.commands.executeCommand("vscode.executeDefinitionProvider", document.uri, at);
    assert.ok((definition.targetUri ?? definition.uri).path.endsWith("Stakeholder_Needs.md"));
    const references = await vscode.commands.executeCommand("vscode.executeReferenceProvider", document.uri, at);
    assert.ok(references.length >= 4, String(references.length));
    const symbols = await vscode.commands.executeCommand("vscode.executeWorkspaceSymbolProvider", "SYS-020");
    assert.ok(symbols.some(({ name }) => name === "SYS-020 Keeping records"));
    const outline = await vscode.commands.executeCommand("vscode.executeDocumentSymbolProvider", document.uri);
    assert.ok(outline.some(({ name }) => name === "SYS-020"));
  },

  "the hover on a finding is the rule's own prose": async () => {
    const document = await open(FILE);
    await finding(document.uri, "AMB009");
    const hovers = await vscode.commands.executeCommand("vscode.executeHoverProvider", document.uri, positionOf(document, "periodically"));
    const said = hovers.flatMap(({ contents }) => contents.map(({ value }) => value)).join("\n");
    assert.match(said, /AMB009/);
    assert.match(said, /Poor/);
  },

  "a link place completes to the identifiers of the workspace": async () => {
    const document = await open(FILE);
    await finding(document.uri, "AMB009");
    const at = positionOf(document, "SN-001");
    const labels = (await completions(document, at)).map(({ label }) => label.label ?? label);
    assert.ok(labels.some((label) => label.startsWith("SN-003")), labels.slice(0, 20).join(", "));
  },

  "clauses, modals, quantities and identifiers are told apart, and an artifact folds": async () => {
    const document = await open(FILE);
    await finding(document.uri, "AMB009");
    const kinds = await until("clauses told apart", async () => {
      const legend = await vscode.commands.executeCommand("vscode.provideDocumentSemanticTokensLegend", document.uri);
      const tokens = await vscode.commands.executeCommand("vscode.provideDocumentSemanticTokens", document.uri);
      const found = kindsOf(document, legend, tokens);
      return [...found.values()].some((each) => each.includes("response")) && found;
    });
    for (const [text, kind] of [["shall", "keyword"], ["SN-001", "class"], ["test", "enumMember"]]) assert.ok(kinds.get(text)?.includes(kind), `${text}: ${kinds.get(text)}`);
    assert.ok([...kinds].some(([text, each]) => /^\d+ \w+$/.test(text) && each.includes("number")), [...kinds.keys()].join(" | "));
    const folds = await vscode.commands.executeCommand("vscode.executeFoldingRangeProvider", document.uri);
    const { line } = positionOf(document, "### SYS-001");
    assert.ok(folds.some(({ start }) => start === line), folds.map(({ start }) => start).join(", "));
  },

  "an empty line completes to the EARS patterns with the next identifier, and a place of a method to the methods": async () => {
    const document = await open(FILE);
    await finding(document.uri, "AMB009");
    const before = positionOf(document, "### SYS-002");
    const written = new vscode.WorkspaceEdit();
    written.insert(document.uri, before, "\n\n");
    await vscode.workspace.applyEdit(written);
    const patterns = await completions(document, before);
    const ears = patterns.filter(({ insertText }) => /^### SYS-\d+ .*shall/s.test(insertText?.value ?? ""));
    assert.deepEqual(ears.map(({ label }) => /^(the|when|while|if|where)\b/i.exec(label.label ?? label)?.[0].toLowerCase()).sort(), ["if", "the", "when", "where", "while"]);
    assert.ok(patterns.some(({ label }) => (label.label ?? label) === "req-when"), "the extension's own snippets");
    await vscode.commands.executeCommand("undo");
    const methods = await completions(document, positionOf(document, "test\n- Traces to: SN-001"));
    assert.ok(methods.some(({ label }) => (label.label ?? label) === "inspection"), methods.map(({ label }) => label.label ?? label).join(", "));
  },

  "a document that is not saved anywhere is judged": async () => {
    const content = "---\nlevel: requirements\n---\n# Requirements\n\n### SYS-001 Start\nThe pump shall start immediately.\n";
    const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
    await vscode.window.showTextDocument(document);
    const found = await finding(document.uri, "AMB009");
    assert.equal(document.getText(found.range), "immediately");
  },

  "a document without requirements stays silent": async () => {
    const file = path.join(folder().fsPath, "README.md");
    await writeFile(file, "# Notes\n\nThis should be fast and user-friendly if possible.\n");
    await open("README.md");
    await finding((await open(FILE)).uri, "AMB009");
    assert.deepEqual(ours(uriOf("README.md")), []);
  },

  "what another program writes is judged again": async () => {
    const file = path.join(folder().fsPath, "System_Intent.md");
    await finding(uriOf("System_Intent.md"), "AMB009");
    await writeFile(file, (await readFile(file, "utf8")).replace(" immediately when", " within 60 s when"));
    await until("no AMB009", () => !ours(uriOf("System_Intent.md")).some((each) => codeOf(each) === "AMB009"));
  },

  "a language model in the editor judges, reads and checks by the extension's tools": async () => {
    await finding((await open(FILE)).uri, "AMB009");
    const ours = vscode.lm.tools.filter(({ name }) => name.startsWith("shallcheck_")).map(({ name }) => name).sort();
    assert.deepEqual(ours, ["shallcheck_check", "shallcheck_context", "shallcheck_propose"]);
    const refused = await invoked("shallcheck_propose", { id: "SYS-002", text: "The logger shall measure the air temperature within TBD s." });
    assert.deepEqual([refused.verdict, refused.violates[0].rule], ["refused", "FRM008"]);
    const context = await invoked("shallcheck_context", { ids: ["SYS-002"] });
    assert.ok(context.above.some(({ id }) => id === "SN-002"), JSON.stringify(context.above.map(({ id }) => id)));
    const checked = await invoked("shallcheck_check", { paths: [FILE] });
    assert.ok(checked.findings.some(({ quote }) => quote === "periodically"));
    const [ledger] = await vscode.workspace.findFiles("shallcheck-verdicts.txt");
    assert.equal(ledger, undefined, "agents only read");
    await assert.rejects(invoked("shallcheck_propose", { remove: "SYS-999" }), /No document here defines/);
  },

  "a setting lets agents keep their verdicts": async () => {
    const settings = vscode.workspace.getConfiguration("shallcheck");
    await settings.update("mcp.write", true, vscode.ConfigurationTarget.Global);
    await invoked("shallcheck_propose", { remove: "SYS-002" });
    await settings.update("mcp.write", undefined, vscode.ConfigurationTarget.Global);
    assert.match(await readFile(path.join(folder().fsPath, "shallcheck-verdicts.txt"), "utf8"), /"refused"/);
  },

  "agents in the editor are offered the server of this installation": async () => {
    await vscode.commands.executeCommand("workbench.mcp.startServer", "shallcheck.shallcheck/ShallCheck");
    const tools = await until("the server's tools", () => {
      const found = vscode.lm.tools.map(({ name }) => name).filter((name) => name.startsWith("mcp_"));
      return found.length > 0 && found;
    });
    for (const name of ["get_artifact", "context_for", "propose_change", "gate"]) assert.ok(tools.some((tool) => tool.endsWith(name)), tools.join(" "));
    const found = await invoked(tools.find((tool) => tool.endsWith("get_artifact")), { id: "SYS-002" });
    assert.equal(found.artifacts[0].path, FILE);
  },

  "settings of the editor reach the judgement": async () => {
    const { uri } = await open(FILE);
    await finding(uri, "AMB009");
    const settings = vscode.workspace.getConfiguration("shallcheck");
    await settings.update("ignore", ["AMB009"], vscode.ConfigurationTarget.Workspace);
    await until("no AMB009", () => !ours(uri).some((each) => codeOf(each) === "AMB009"));
    await settings.update("ignore", undefined, vscode.ConfigurationTarget.Workspace);
    await finding(uri, "AMB009");
  },
};

exports.run = async () => {
  const results = [];
  for (const [name, body] of Object.entries(tests)) {
    try {
      await body();
      results.push({ name });
    } catch (error) {
      results.push({ name, error: String(error?.stack ?? error) });
    }
  }
  writeFileSync(path.join(folder().fsPath, "..", "inside.json"), JSON.stringify(results));
  const failed = results.filter(({ error }) => error !== undefined);
  if (failed.length > 0) throw new Error(`${failed.length} of ${results.length} failed`);
};
