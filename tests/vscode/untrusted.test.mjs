import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { OWN_PROGRAMS } from "./editor/places.mjs";
import { inEditor } from "./editor/session.mjs";
import { until } from "./editor/until.mjs";

const FILE = "System_Requirements.md";

/** The workspace's own `shallcheck` stands first on the search path, and leaves a trace when it is run. */
const own = (workspace) => ({
  trustAsked: true,
  path: [workspace.path("bin"), OWN_PROGRAMS, process.env.PATH].join(path.delimiter),
  settings: { "security.workspace.trust.startupPrompt": "never", "security.workspace.trust.banner": "never" },
});

inEditor("in a folder that is not trusted documents are checked, and no program of the folder is run", { file: FILE, own }, async ({ window, workspace }) => {
  const ran = workspace.path("ran");
  await mkdir(workspace.path("bin"));
  await writeFile(workspace.path("bin/shallcheck"), `#!/bin/sh\ntouch '${ran}'\nexec '${OWN_PROGRAMS}/shallcheck' "$@"\n`, { mode: 0o755 });
  await window.command("ShallCheck: Restart the server");
  await window.untilSquiggle("periodically", "warning");
  await window.command("ShallCheck: Show what ShallCheck runs");
  const page = await window.untilPage(/process\s+\d+/);
  assert.match(page, /not trusted: no program of it is run/);
  assert.ok(!existsSync(ran), "the folder's own shallcheck was not run");
  await window.closeTab();

  await window.trustWorkspace();
  await window.untilOpen(FILE);
  await window.untilSquiggle("periodically", "warning");
  await until("the folder's own shallcheck, once the folder is trusted", () => existsSync(ran));
});
