import { inEditor } from "./editor/session.mjs";

const TITLE = "Ten minutes with ShallCheck";

inEditor("the walkthrough leads from the sample to the first finding", { files: { "README.md": "# Notes\n" }, file: "README.md" }, async ({ window }) => {
  await window.openWalkthrough(TITLE);
  await window.walkthroughStep("Open the sample");
  await window.walkthroughButton("Create the sample chain");
  await window.untilOpen("System_Requirements.md");
  await window.untilSquiggle("periodically", "warning");
  await window.openWalkthrough(TITLE);
  await window.untilStepDone("Open the sample");
  await window.untilStepDone("Give ShallCheck its server");
});
