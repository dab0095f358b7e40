/** Rows that a list shows at once. */
const ROWS = 50;
/** Links that the details of an artifact list. */
const MOST_LISTED = 60;
/** Pixels of the graph that the details cover. */
const DETAILS = 345;

const facts = JSON.parse(document.getElementById("facts").textContent);
const trace = new Trace(facts);
const byId = (id) => document.getElementById(id);

/** An element with attributes and children; text is always text. */
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "onclick") element.addEventListener("click", value);
    else if (value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

/** A place, which may break behind a slash. */
const placeOf = (row) => make("span", { class: "soft" }, ...`${row.path}:${row.line + 1}`.split(/(?<=\/)/).flatMap((part) => [make("wbr"), part]));
const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

// -- the graph ---------------------------------------------------------------------------------------------------------

function chosen(index) {
  byId("filter").value = "";
  for (const button of flags) button.setAttribute("aria-pressed", "false");
  showDetails(index);
  const { size: up } = graph.up;
  const { size: down } = graph.down;
  tell(index === undefined ? "" : `${trace.artifacts[index].id}: ${counted(up, "artifact")} above, ${counted(down, "artifact")} below.`);
}

const graph = new Graph(byId("graph"), trace, { changed: chosen, enter: () => byId("only").click(), covered: DETAILS });
const flags = [...document.querySelectorAll("[data-flag]")];

function tell(text) {
  byId("told").textContent = text;
}

function filter() {
  const words = byId("filter").value.trim().toLowerCase();
  const wanted = flags.filter((button) => button.getAttribute("aria-pressed") === "true").map((button) => button.dataset.flag);
  graph.chosen = undefined;
  graph.up = graph.down = new Set();
  showDetails(undefined);
  if (words === "" && wanted.length === 0) {
    tell("");
    graph.light(undefined);
    return;
  }
  const fits = (artifact, index) =>
    `${artifact.id}\n${artifact.title}\n${artifact.path}`.toLowerCase().includes(words) && wanted.every((flag) => has(artifact, index, flag));
  const found = new Set(trace.artifacts.flatMap((artifact, index) => (fits(artifact, index) ? [index] : [])));
  tell(`${counted(found.size, "artifact")} of ${trace.artifacts.length.toLocaleString("en")} lit.`);
  graph.light(found);
}

/** Whether what a button of the filter says holds for an artifact. */
function has(artifact, index, flag) {
  if (flag === "errors") return artifact.error > 0;
  if (flag === "suspect link") return trace.isSuspect(index);
  return artifact.lacks.includes(flag) || artifact.results?.outcome === flag;
}

byId("filter").addEventListener("input", filter);
byId("filter").addEventListener("keydown", (event) => {
  const [first] = graph.lit ?? [];
  if (event.key === "Enter" && first !== undefined) graph.choose(first);
});
for (const button of flags) {
  button.addEventListener("click", () => {
    button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
    filter();
  });
}
byId("only").addEventListener("click", (event) => {
  const only = event.currentTarget.getAttribute("aria-pressed") !== "true";
  event.currentTarget.setAttribute("aria-pressed", String(only));
  graph.showOnly(only);
});
byId("clear").addEventListener("click", () => {
  byId("only").setAttribute("aria-pressed", "false");
  graph.only = false;
  graph.choose(undefined);
  graph.showOnly(false);
});
byId("in").addEventListener("click", () => graph.zoom(1.25));
byId("out").addEventListener("click", () => graph.zoom(0.8));
byId("fit").addEventListener("click", () => graph.fit());

/** Chooses an artifact from elsewhere on the page. */
function go(index) {
  graph.choose(index);
  byId("trace").scrollIntoView();
  byId("graph").focus({ preventScroll: true });
}

function showDetails(index) {
  const panel = byId("details");
  panel.classList.toggle("chosen", index !== undefined);
  if (index === undefined) {
    panel.replaceChildren();
    return;
  }
  const artifact = trace.artifacts[index];
  const level = trace.levels.find((each) => each.name === artifact.level);
  const found = facts.findings.filter((finding) => finding.artifact === index);
  panel.replaceChildren(
    make("h3", {}, artifact.id),
    make("p", {}, artifact.title),
    make("p", { class: "soft" }, [level.title, artifact.status, artifact.methods.length > 0 ? `verified by ${artifact.methods.join(", ")}` : ""].filter(Boolean).join(" · ")),
    make("p", {}, placeOf(artifact)),
    make("p", {}, ...flagsOf(index)),
    ...resultsOf(artifact),
    ...linked("Comes from", trace.above[index]),
    ...linked("Below it", trace.below[index]),
    ...(found.length > 0 ? [make("h4", {}, counted(found.length, "finding")), make("ul", {}, ...found.slice(0, MOST_LISTED).map(findingItem))] : []),
  );
  panel.scrollTop = 0;
}

function linked(head, ends) {
  if (ends.length === 0) return [];
  const items = ends.slice(0, MOST_LISTED).map(([index, type, suspect]) => {
    const artifact = trace.artifacts[index];
    return make("li", {}, make("button", { type: "button", onclick: () => graph.choose(index) }, make("b", {}, artifact.id), ` ${artifact.title} `, make("span", { class: "soft" }, type), suspect === undefined ? undefined : make("span", { class: "why" }, `Suspect: ${suspect}`)));
  });
  if (ends.length > MOST_LISTED) items.push(make("li", { class: "soft" }, `and ${ends.length - MOST_LISTED} more`));
  return [make("h4", {}, head), make("ul", {}, ...items)];
}

function findingItem(finding) {
  return make("li", {}, make("i", { class: `dot ${finding.severity}` }), make("b", {}, finding.rule), ` ${finding.message}`);
}

function flagsOf(index) {
  const { lacks } = trace.artifacts[index];
  const suspect = trace.isSuspect(index) ? [make("span", { class: "flag suspect" }, "suspect link")] : [];
  return [...lacks.map((flag) => make("span", { class: "flag" }, flag)), ...suspect];
}

const TONES = { passed: "flag passed", failed: "flag" };

/** What tests have shown of an artifact, in words. */
const shownBy = (artifact) => (artifact.results === null ? [] : [make("span", { class: TONES[artifact.results.outcome] ?? "flag none" }, artifact.results.told)]);

function resultsOf(artifact) {
  if (artifact.results === null) return [];
  const { tests, files } = artifact.results;
  const items = tests.slice(0, MOST_LISTED).map((test) => make("li", {}, make("span", { class: TONES[test.outcome] ?? "flag none" }, test.outcome), test.id ?? "a test that names it"));
  if (tests.length > MOST_LISTED) items.push(make("li", { class: "soft" }, `and ${tests.length - MOST_LISTED} more`));
  const from = files.map((file) => (file.at === null ? file.path : `${file.path}, ${file.at}`)).join("; ");
  return [make("h4", {}, "Tests"), make("ul", {}, ...items), ...(from === "" ? [] : [make("p", { class: "soft" }, from)])];
}

// -- lists -------------------------------------------------------------------------------------------------------------

/** A table with a filter that shows some rows, and more when asked. `columns`: heads and classes; `text`: what the filter looks in. */
class List {
  constructor(place, { noun, rows, columns, text, cells, extra }) {
    Object.assign(this, { noun, rows, text, cells, also: () => true, most: ROWS });
    this.search = make("input", { type: "search", placeholder: `Filter ${noun}s`, "aria-label": `Filter ${noun}s` });
    this.search.addEventListener("input", () => this.show());
    this.count = make("span", { class: "soft", role: "status" });
    this.body = make("tbody");
    this.more = make("button", { type: "button", class: "more", onclick: () => this.show(this.most + 4 * ROWS) }, "Show more");
    const heads = columns.map(([name, kind]) => make("th", { class: kind }, name));
    place.append(make("div", { class: "tools" }, this.search, ...(extra ?? []), this.count), make("div", { class: "scroll" }, make("table", {}, make("thead", {}, make("tr", {}, ...heads)), this.body)), this.more);
    this.show();
  }

  show(most = ROWS) {
    this.most = most;
    const words = this.search.value.trim().toLowerCase();
    const found = this.rows.filter((row) => this.also(row) && this.text(row).toLowerCase().includes(words));
    this.body.replaceChildren(...found.slice(0, most).map((row) => make("tr", {}, ...this.cells(row))));
    this.count.textContent = found.length === this.rows.length ? counted(found.length, this.noun) : `${found.length.toLocaleString("en")} of ${counted(this.rows.length, this.noun)}`;
    this.more.hidden = found.length <= most;
  }
}

const toArtifact = (index) => (index === null ? "" : make("button", { type: "button", class: "link", onclick: () => go(index) }, trace.artifacts[index].id));

const findings = facts.findings.length === 0 ? undefined : new List(byId("findings"), {
  noun: "finding",
  rows: facts.findings,
  columns: [["Rule"], ["What"], ["Artifact"], ["Place"]],
  text: (row) => `${row.rule} ${row.name}\n${row.message}\n${row.quote}\n${row.path}\n${row.artifact === null ? "" : trace.artifacts[row.artifact].id}`,
  cells: (row) => [
    make("td", { class: "id" }, make("i", { class: `dot ${row.severity}`, title: row.severity }), make("b", {}, row.rule)),
    make("td", {}, row.message),
    make("td", { class: "id" }, toArtifact(row.artifact)),
    make("td", { class: "path" }, placeOf(row)),
  ],
});

for (const row of document.querySelectorAll("[data-rule], [data-file]")) {
  row.querySelector("button").addEventListener("click", () => {
    if (findings === undefined) return;
    const again = row.classList.contains("chosen");
    for (const each of document.querySelectorAll("tr.chosen")) each.classList.remove("chosen");
    row.classList.toggle("chosen", !again);
    const { rule, file } = row.dataset;
    findings.also = (finding) => again || finding.rule === rule || finding.path === file;
    findings.show();
    byId("findings").scrollIntoView({ block: "nearest" });
  });
}

if (facts.suspect.length > 0) {
  const names = (row) => [row.lower, row.upper].map((index) => (index === null ? "" : trace.artifacts[index].id));
  new List(byId("suspect"), {
    noun: "suspect link",
    rows: facts.suspect,
    columns: [["From"], ["Link"], ["To"], ["What has changed"]],
    text: (row) => `${names(row).join("\n")}\n${row.type}\n${row.message}`,
    cells: (row) => [
      make("td", { class: "id" }, toArtifact(row.lower)),
      make("td", {}, row.type),
      make("td", { class: "id" }, toArtifact(row.upper)),
      make("td", {}, row.message),
    ],
  });
}

const tested = trace.artifacts.some((artifact) => artifact.results !== null);
const level = make("select", { "aria-label": "Level" }, make("option", { value: "" }, "All levels"), ...facts.levels.map((each) => make("option", { value: each.name }, each.title)));
const artifacts = new List(byId("artifacts"), {
  noun: "artifact",
  rows: trace.levels.flatMap((each) => trace.artifacts.flatMap((artifact, index) => (artifact.level === each.name ? [{ artifact, index }] : []))),
  columns: [["Identifier"], ["Title"], ["Level"], ["Seven tests"], ["Errors", "number"], ["Warnings", "number"], ["Information", "number"], ...(tested ? [["Results"]] : []), ["Trace"]],
  text: ({ artifact }) => `${artifact.id}\n${artifact.title}\n${artifact.path}`,
  extra: [level],
  cells: ({ artifact, index }) => [
    make("td", { class: "id" }, toArtifact(index)),
    make("td", {}, artifact.title),
    make("td", { class: "level" }, make("span", { class: "soft" }, facts.levels.find((each) => each.name === artifact.level).title)),
    make("td", {}, sevenOf(artifact)),
    ...["error", "warning", "information"].map((word) => make("td", { class: "number" }, artifact[word] === 0 ? "" : String(artifact[word]))),
    ...(tested ? [make("td", {}, ...shownBy(artifact))] : []),
    make("td", {}, ...flagsOf(index)),
  ],
});
level.addEventListener("change", () => {
  artifacts.also = ({ artifact }) => level.value === "" || artifact.level === level.value;
  artifacts.show();
});

function sevenOf(artifact) {
  if (!artifact.judged) return make("span", { class: "soft" }, "not judged");
  const names = facts.tests.map((test) => {
    const word = test.judged === 0 ? "open" : artifact.fails.includes(test.code) ? "fails" : "";
    return [word, `${test.name}: ${word === "open" ? "not judged yet" : word === "fails" ? "something against it" : "nothing against it"}`];
  });
  const failing = facts.tests.filter((test) => artifact.fails.includes(test.code)).map((test) => test.name.toLowerCase());
  return make("span", { class: "seven", role: "img", "aria-label": failing.length === 0 ? "stands all" : `fails: ${failing.join(", ")}` }, ...names.map(([word, title]) => make("i", { class: word, title })));
}

// -- the page ----------------------------------------------------------------------------------------------------------

byId("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme === undefined ? matchMedia("(prefers-color-scheme: dark)").matches : root.dataset.theme === "dark";
  root.dataset.theme = dark ? "light" : "dark";
  graph.draw();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.draw());
let theme;
addEventListener("beforeprint", () => {
  theme = document.documentElement.dataset.theme;
  document.documentElement.dataset.theme = "light";
  graph.paint();
});
addEventListener("afterprint", () => {
  if (theme === undefined) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  graph.paint();
});
showDetails(undefined);

/** An artifact can be named behind the page's address. */
function fromAddress() {
  let name = "";
  try {
    name = decodeURIComponent(location.hash.slice(1));
  } catch {
    return; // no identifier
  }
  const index = trace.artifacts.findIndex((artifact) => artifact.id === name);
  if (index >= 0) go(index);
}
addEventListener("hashchange", fromAddress);
fromAddress();
