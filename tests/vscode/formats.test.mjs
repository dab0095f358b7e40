import { inEditor } from "./editor/session.mjs";

const SDOC = `[DOCUMENT]
TITLE: Winch

[REQUIREMENT]
UID: WINCH-1
TITLE: Stop
STATEMENT: >>>
The winch shall stop within 2 s, if possible, of each emergency stop.
<<<
`;
const RST = `Winch
=====

.. req:: Warn
   :id: R_WARN

   The winch shall sound its horn periodically while the drum turns.
`;

inEditor(
  "requirements of other tools are underlined in their own files, and a fix is written in their notation",
  { files: { "winch.sdoc": SDOC, "winch.rst": RST }, file: "winch.sdoc" },
  async ({ window, workspace }) => {
    await window.untilSquiggle("if possible", "warning");
    await window.goTo(await workspace.place("winch.sdoc", "if possible"));
    await window.quickFixes();
    await window.takeAction("Delete the escape clause");
    await workspace.until("winch.sdoc", /The winch shall stop within 2 s of each emergency stop\.\n<<</);
    await window.openFile("winch.rst");
    await window.untilSquiggle("periodically", "warning");
    await window.goTo(await workspace.place("winch.rst", "periodically"));
    await window.quickFixes();
    await window.takeAction("Give an interval");
    await window.untilTabStop();
    await window.type("60");
    await window.press("Tab");
    await window.type("s");
    await window.press("Tab");
    await workspace.until("winch.rst", /horn every 60 s while/);
  },
);
