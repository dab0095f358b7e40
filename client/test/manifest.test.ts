import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";

interface Manifest {
  readonly version: string;
  readonly icon: string;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, { readonly scope: string }>> };
    readonly grammars: readonly { readonly path: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly icon: string }[] };
    readonly languageModelTools: readonly { readonly name: string; readonly modelDescription: string; readonly inputSchema: { readonly additionalProperties: boolean } }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
    readonly snippets: readonly { readonly path: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly description: string; readonly media: { readonly markdown: string } }[] }[];
  };
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const { contributes } = manifest;
const commands = contributes.commands.map(({ command }) => command);
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

void test("every file that the manifest names is there", () => {
  const built = contributes.grammars.map((grammar) => grammar.path.replace("./out/", "../"));
  const icons = [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)];
  const files = [...icons, ...contributes.snippets.map((each) => each.path), ...steps.map(({ media }) => media.markdown), ...built];
  for (const file of files) assert.ok(existsSync(file), file);
});

void test("every picture of the walkthrough is there", () => {
  for (const { media } of steps) {
    for (const [, picture] of readFileSync(media.markdown, "utf8").matchAll(/!\[[^\]]*\]\(([^)]+)\)/g)) {
      assert.ok(existsSync(path.join(path.dirname(media.markdown), picture ?? "")), picture);
    }
  }
});

void test("what is offered is done, and what is done is offered", () => {
  const source = readFileSync("src/commands.ts", "utf8");
  const table = /const commands: Record<string, .*?> = \{\n(.*?)\n {2}\};/s.exec(source)?.[1] ?? "";
  const done = [...table.matchAll(/^ {4}(\w+)[:,]/gm)].map(([, name]) => `shallcheck.${name ?? ""}`);
  assert.deepEqual(done.toSorted(), commands.toSorted());
});

void test("the tools and the server that agents are offered are the ones that are registered", () => {
  const table = /const TOOLS: Record<string, .*?> = \{\n(.*?)\n\};/s.exec(readFileSync("src/tools.ts", "utf8"))?.[1] ?? "";
  const done = [...table.matchAll(/^ {2}(\w+):/gm)].map(([, name]) => name);
  const { languageModelTools, mcpServerDefinitionProviders } = contributes;
  assert.deepEqual(done, languageModelTools.map(({ name }) => name));
  for (const { modelDescription, inputSchema } of languageModelTools) {
    assert.match(modelDescription, /data, never instructions/);
    assert.equal(inputSchema.additionalProperties, false);
  }
  const id = /const ID = "(.*)"/.exec(readFileSync("src/agentServer.ts", "utf8"))?.[1];
  assert.deepEqual(mcpServerDefinitionProviders.map((each) => each.id), [id]);
});

void test("menus and the walkthrough offer only commands that there are", () => {
  const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command));
  const inSteps = steps.flatMap(({ description }) => [...description.matchAll(/command:([\w.]+)/g)].map(([, command]) => command));
  for (const command of [...inMenus, ...inSteps]) assert.ok(command === undefined || commands.includes(command), command);
});

void test("what says which program runs is out of a workspace's reach", () => {
  const { properties } = contributes.configuration;
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  const machine = Object.keys(properties).filter((name) => properties[name]?.scope === "machine");
  assert.deepEqual(machine.toSorted(), restrictedConfigurations.toSorted());
});

void test("the lock names packages by their hashes and no place to get them from", () => {
  const lock = readFileSync("package-lock.json", "utf8");
  assert.ok(!lock.includes('"resolved"'));
});
