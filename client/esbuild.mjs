// Builds the extension into out/: the bundle, and copies of what an extension may only reference inside its own folder.
import { build } from "esbuild";
import { cp, mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

const tests = process.argv.includes("--tests");
/** What the walkthrough shows. */
const PICTURES = ["problems", "hover", "quick-fix", "split"];
const common = { bundle: true, platform: "node", format: "cjs", target: "node20", external: ["vscode"], logLevel: "warning" };

if (tests) {
  await rm("out/test", { recursive: true, force: true });
  const entryPoints = (await readdir("test")).filter((name) => name.endsWith(".test.ts")).map((name) => path.join("test", name));
  await build({ ...common, entryPoints, outdir: "out/test", sourcemap: "inline" });
} else {
  await build({ ...common, entryPoints: ["src/extension.ts"], outfile: "out/extension.js", minify: true, sourcemap: true });
  await mkdir("out", { recursive: true });
  for (const folder of ["grammars", "graph", "pictures", "sample/poor", "sample/good"]) await rm(path.join("out", folder), { recursive: true, force: true });
  await cp("../grammars", "out/grammars", { recursive: true });
  await cp("graph", "out/graph", { recursive: true });
  for (const name of ["layout.js", "graph.js"]) await cp(`../server/shallcheck/reports/page/${name}`, `out/graph/${name}`);
  await cp("../examples/poor", "out/sample/poor", { recursive: true });
  await cp("../examples/good", "out/sample/good", { recursive: true });
  for (const name of PICTURES) await cp(`../docs/images/vscode-${name}.png`, `out/pictures/${name}.png`);
  await cp("../LICENSE", "LICENSE");
}
