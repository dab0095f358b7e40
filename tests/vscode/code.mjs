// For a person: the editor with the extension in it and the poor example open, until Ctrl+C.
import { CodeServer } from "./editor/codeServer.mjs";
import { EXAMPLES } from "./editor/places.mjs";

const server = await CodeServer.start({ name: "person", port: process.env.PORT });
console.log(`Open ${server.address}/?folder=${encodeURIComponent(`${EXAMPLES}/poor`)} in your browser. Ctrl+C ends it.`);
