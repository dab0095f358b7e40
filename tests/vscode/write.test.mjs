import { inEditor } from "./editor/session.mjs";

const FILE = "System_Requirements.md";

inEditor("“Write a requirement” asks who, when, what, how well and how verified", { file: FILE }, async ({ window, workspace }) => {
  await window.untilSquiggle("periodically", "warning");
  await window.goTo(await workspace.place(FILE, "periodically"));
  await window.command("ShallCheck: Write a requirement");
  await window.answer("Who acts?", "the logger");
  await window.choose("When does it act?", "When something happens");
  await window.answer("When what happens?", "the door opens");
  await window.answer("What does it do?", "store the time of day");
  await window.answer("How well?", "within 2 s");
  await window.choose("How is it verified?", "demonstration");
  await workspace.until(FILE, /\n### SYS-\d+ .+\nWhen the door opens, the logger shall store the time of day within 2 s\.\n- Verification: demonstration\n/);
});
