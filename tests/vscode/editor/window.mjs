// One window of the editor, as a person sees and handles it: the only file that knows how the editor's page is built.
import { PATIENCE, until } from "./until.mjs";

/** Milliseconds after which a person would try again. */
const MOMENT = 5000;
const EDITOR = ".editor-group-container.active .editor-instance";
const PREVIEW = ".bulk-edit-panel";
const TREE = ".customview-tree .monaco-list-row";
const QUICK_INPUT = ".quick-input-widget:not([style*='display: none'])";

export class Window {
  /** Opens a folder of `server`, and a file of it, in a browser context of its own. `prepare` is called with the empty page. */
  static async open(context, server, { folder, file, payload = [], prepare = () => undefined }) {
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE);
    await prepare(page);
    const window = new Window(page);
    page.on("console", (message) => window.console.push(`${message.type()}: ${message.text()}`));
    const { host } = new URL(server.address);
    const opened = file === undefined ? payload : [["openFile", `vscode-remote://${host}${folder}/${file}`], ...payload];
    const query = new URLSearchParams({ ...(folder === undefined ? { ew: "true" } : { folder }), payload: JSON.stringify(opened) });
    await page.goto(`${server.address}/?${query}`);
    await page.waitForSelector(".monaco-workbench");
    if (file !== undefined) await window.untilOpen(file);
    return window;
  }

  constructor(page) {
    this.page = page;
    this.console = [];
  }

  // --- Files

  /** Waits until `file` is in front and its text is shown. */
  async untilOpen(file) {
    const name = file.split("/").at(-1);
    await this.page.waitForSelector(`.editor-group-container.active .tab.active[data-resource-name="${name}"]`);
    await this.page.waitForSelector(`${EDITOR} .view-line`);
  }

  async openFile(file) {
    await this.page.keyboard.press("Control+p");
    await this.#pick(file.split("/").at(-1));
    await this.untilOpen(file);
  }

  /** The lines of the document in front that are on the screen. */
  async lines() {
    const texts = await this.page.locator(`${EDITOR} .view-line`).allInnerTexts();
    return texts.map((text) => text.replaceAll("\u00a0", " "));
  }

  async closeTab() {
    await this.command("View: Close Editor");
  }

  async untilOpenMatching(pattern) {
    await until(`a tab ${pattern}`, async () => pattern.test((await this.page.locator(".tab.active").allInnerTexts()).join("\n")));
  }

  /** Renames a file in the explorer. */
  async renameFile(from, to) {
    const row = this.page.locator(".explorer-folders-view .monaco-list-row", { hasText: from });
    await row.click();
    await this.page.locator(".explorer-folders-view .monaco-list-row.focused", { hasText: from }).waitFor();
    await this.page.keyboard.press("F2");
    const input = this.page.locator(".explorer-folders-view .monaco-inputbox input");
    await input.fill(to);
    await input.press("Enter");
  }

  untilShown(text) {
    return until(`“${text}” in the editor`, async () => (await this.lines()).some((line) => line.includes(text)));
  }

  /** Waits for a line above the text whose words `pattern` matches. */
  untilLens(pattern) {
    return until(`a lens ${pattern}`, async () => pattern.test((await this.page.locator(".codelens-decoration").allInnerTexts()).join("\n").replace(/\u00a0/g, " ")));
  }

  /** Clicks on a lens that opens a list; again where the lens was just being written anew. Gives the rows of the list. */
  listOfLens(pattern) {
    const rows = this.page.locator(`${QUICK_INPUT} .monaco-list-row`);
    return until(`the list of a lens ${pattern}`, async () => {
      if (!(await rows.first().isVisible())) await this.page.locator(".codelens-decoration a", { hasText: pattern }).first().click({ timeout: MOMENT });
      await rows.first().waitFor({ timeout: 3 * MOMENT });
      return rows.allInnerTexts();
    });
  }

  async clickTab(file) {
    await this.page.locator(`.tab[data-resource-name="${file}"]`).first().click();
    await this.untilOpen(file);
  }

  /** Renames what is at the cursor, which is called `from`. */
  async rename(from, to) {
    await this.page.keyboard.press("F2");
    const input = this.page.locator(".rename-box input");
    await until(`“${from}” to be renamed`, async () => (await input.inputValue()) === from);
    await input.fill(to);
    await input.press("Enter");
  }

  async title() {
    return (await this.page.locator(".editor-group-container.active .tab.active").first().getAttribute("data-resource-name")) ?? "";
  }

  // --- The cursor and the keyboard

  async goTo({ line, column }) {
    await this.page.locator(`${EDITOR} .view-lines`).first().waitFor();
    await this.page.keyboard.press("Control+g");
    await this.#input().waitFor();
    await this.#input().fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await this.page.locator(QUICK_INPUT).waitFor({ state: "hidden" });
    await this.untilAt(line, column);
  }

  /** Waits until the cursor stands there. */
  untilAt(line, column) {
    const pattern = new RegExp(`Ln ${line}, Col ${column}\\b`);
    return until(`${pattern} in the status bar`, async () => pattern.test((await this.statusBar()).join("\n")));
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  type(text) {
    return this.page.keyboard.type(text);
  }

  statusBar() {
    return this.page.locator(".statusbar-item").allInnerTexts();
  }

  // --- Commands and questions

  /** Runs a command by its title in the palette. */
  async command(title) {
    await this.page.keyboard.press("F1");
    await this.#pick(title);
  }

  /** Types into the list that is open and takes the entry that has `text`. */
  async #pick(text, typed = text) {
    const { page } = this;
    await this.#input().waitFor();
    const held = await this.#input().inputValue();
    await this.#input().fill(held.startsWith(">") ? `>${typed}` : typed);
    const row = page.locator(`${QUICK_INPUT} .monaco-list-row`, { hasText: text }).first();
    await row.waitFor();
    await row.click();
  }

  /** Answers the question that is open: `prompt` is part of what it asks. */
  async answer(prompt, text) {
    const { page } = this;
    await page.locator(QUICK_INPUT, { hasText: prompt }).waitFor();
    await this.#input().fill(text);
    await page.keyboard.press("Enter");
  }

  /** Picks from the list that is open under the title or placeholder `prompt`. */
  async choose(prompt, text) {
    const { page } = this;
    await until(`the question “${prompt}”`, async () => {
      const shown = [await page.locator(QUICK_INPUT).innerText(), (await this.#input().getAttribute("placeholder")) ?? ""];
      return shown.join("\n").includes(prompt);
    });
    await page.locator(`${QUICK_INPUT} .monaco-list-row`, { hasText: text }).first().click();
  }

  #input() {
    return this.page.locator(`${QUICK_INPUT} input[type=text]`).first();
  }

  notification(text) {
    return this.page.locator(".notification-list-item", { hasText: text }).first();
  }

  async pressButton(notification, label) {
    await notification.waitFor();
    await notification.locator(".monaco-button", { hasText: label }).click();
  }

  // --- Findings

  /** The severities whose squiggles run under `text`: "error", "warning", "info", "hint". */
  async squigglesUnder(text) {
    const box = await this.#boxOf(text);
    return box === undefined ? [] : this.page.evaluate(severitiesIn, { box, editor: EDITOR });
  }

  untilSquiggle(text, severity, within = PATIENCE) {
    return until(`a squiggle (${severity}) under “${text}”`, async () => (await this.squigglesUnder(text)).includes(severity), within);
  }

  untilClean(text) {
    return until(`no squiggle under “${text}”`, async () => (await this.#boxOf(text)) !== undefined && (await this.squigglesUnder(text)).length === 0);
  }

  /** Number of squiggles on the screen. */
  squiggles() {
    return this.page.locator(`${EDITOR} [class*=squiggly-]`).count();
  }

  untilNoSquiggles() {
    return until("no squiggle at all", async () => (await this.squiggles()) === 0);
  }

  /** Opens the Problems panel and gives the rows that have `text`, once there are any. */
  async problems(text) {
    const filter = this.page.locator(".viewpane-filter input, .pane-body.markers-panel-container input, .panel .composite.title input").first();
    if (!(await this.page.locator(".markers-panel").isVisible())) await this.page.keyboard.press("Control+Shift+m");
    const rows = this.page.locator(".markers-panel .monaco-list-row");
    // A filter that is filled while the panel still builds itself is lost.
    return until(`a problem with “${text}”`, async () => {
      await filter.fill("");
      await filter.fill(text);
      await this.page.locator(".viewpane-filter-badge", { hasText: /Showing/ }).waitFor({ timeout: MOMENT });
      await rows.filter({ hasText: text }).first().waitFor({ timeout: MOMENT });
      return rows.allInnerTexts();
    });
  }

  /** Waits until nothing in the Problems panel, as it is filtered now, has `text`. */
  untilNoProblem(text) {
    return until(`no problem with “${text}”`, async () => (await this.page.locator(".markers-panel .monaco-list-row", { hasText: text }).count()) === 0);
  }

  /** What is said when the pointer rests on `text`; waits until it matches. */
  async hover(text, pattern) {
    const box = await this.#visibleBox(text);
    await this.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
    const widget = this.page.locator(".monaco-hover:visible .hover-contents");
    return until(`a hover that says ${pattern}`, async () => {
      const said = (await widget.allInnerTexts()).join("\n");
      if (!pattern.test(said)) throw new Error(said);
      return said;
    });
  }

  async click(text, options = {}) {
    const box = await this.#visibleBox(text);
    await this.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2, options);
  }

  /** Opens the menu of quick fixes at the cursor with the keyboard, once the bulb says that there are any; gives the entries. */
  async quickFixes() {
    await this.#bulb().waitFor();
    return this.#opened(() => this.page.keyboard.press("Control+."));
  }

  /** Opens the same menu by the bulb that shows on the line of `text`. */
  async quickFixesByBulb(text) {
    const bulb = this.#bulb();
    await until(`a bulb at “${text}”`, async () => {
      const [at, word] = [await bulb.boundingBox({ timeout: 1000 }), await this.#boxOf(text)];
      return at !== null && Math.abs(at.y + at.height / 2 - word.y - word.height / 2) <= 2 * word.height;
    });
    return this.#opened(() => bulb.click());
  }

  #bulb() {
    return this.page.locator(`${EDITOR} .lightBulbWidget, ${EDITOR} [class*=gutter-lightbulb]`).locator("visible=true").first();
  }

  /** Opens the menu, and again where findings that came in the same moment have closed it, as a person would. */
  #opened(open) {
    const rows = this.page.locator(".action-widget .monaco-list-row.action");
    return until("the menu of quick fixes", async () => {
      if (!(await rows.first().isVisible())) await open();
      await rows.first().waitFor({ timeout: MOMENT });
      return (await rows.allInnerTexts()).map((text) => text.trim());
    });
  }

  async takeAction(title) {
    await this.page.locator(".action-widget .monaco-list-row.action", { hasText: title }).first().click();
    await this.page.locator(".action-widget .monaco-list-row.action").first().waitFor({ state: "hidden" });
  }

  untilTabStop() {
    return this.page.locator(`${EDITOR} [class*=snippet-placeholder]`).first().waitFor({ state: "attached" });
  }

  async #boxOf(text) {
    return (await this.page.evaluate(boxOf, { text, editor: EDITOR })) ?? undefined;
  }

  #visibleBox(text) {
    return until(`“${text}” on the screen`, () => this.#boxOf(text));
  }

  // --- Views

  /** Asks for the references of what is at the cursor, until one has `text`; gives the rows of the list. */
  references(text) {
    const rows = this.page.locator(".reference-zone-widget .monaco-list-row");
    return until(`a reference with “${text}”`, async () => {
      await this.page.keyboard.press("Escape");
      await this.page.keyboard.press("Shift+F12");
      await rows.filter({ hasText: text }).first().waitFor({ timeout: MOMENT });
      return rows.allInnerTexts();
    });
  }

  /** Opens the outline; the rows of our branch that are on the screen, once one matches. */
  async outline(pattern) {
    await this.command("Explorer: Focus on Outline View");
    const rows = this.page.locator(".outline-tree .monaco-list-row");
    // More than one extension has an outline of Markdown: each is a branch of its own.
    const closed = this.page.locator(".outline-tree .monaco-list-row[aria-expanded=false]", { hasText: /^\s*ShallCheck\s*$/ });
    return until(`${pattern} in the outline`, async () => {
      const texts = (await rows.allInnerTexts()).map((row) => row.trim().replaceAll(/\s+/g, " "));
      if (texts.some((text) => pattern.test(text))) return texts;
      if (await closed.isVisible()) await closed.locator(".monaco-tl-twistie").click();
      throw new Error(texts.join(" | "));
    });
  }

  /** Finds a symbol of the workspace by `typed` and opens the one called `name`. */
  async workspaceSymbol(typed, name) {
    await this.page.keyboard.press("Control+t");
    await this.#input().waitFor();
    await this.page.keyboard.type(typed);
    await this.page.locator(`${QUICK_INPUT} .monaco-list-row`, { hasText: name }).first().click();
  }

  /** Waits until the chain's tree has `text` selected. */
  untilInTree(text) {
    return this.page.locator(`${TREE}.selected`, { hasText: text }).first().waitFor();
  }

  /** Opens what a row of the chain's tree stands for. */
  async clickInTree(text) {
    await this.page.locator(TREE, { hasText: text }).first().locator(".label-name").click();
  }

  /** Waits until the graph of the trace stands around an artifact; gives its frame. */
  untilGraphOf(identifier) {
    return until(`a graph around ${identifier}`, async () => {
      for (const frame of this.page.frames()) {
        const chosen = await frame.evaluate("graph.trace.artifacts[graph.chosen].id").catch(() => undefined);
        if (chosen === identifier) return frame;
      }
      return undefined;
    });
  }

  /** Clicks on an artifact in the frame of the graph. */
  async clickInGraph(graph, identifier) {
    const place = (id) => {
      // Names of the page's own scripts.
      const { x, y } = graph.layout.at.get(graph.trace.artifacts.findIndex((artifact) => artifact.id === id));
      return { x: (x + 20) * graph.scale + graph.x, y: (y + 20) * graph.scale + graph.y };
    };
    await graph.locator("#graph").click({ position: await graph.evaluate(`(${place})(${JSON.stringify(identifier)})`) });
  }

  /** Waits for an entry of the status bar whose words `pattern` matches. */
  untilStatus(pattern) {
    return until(`${pattern} in the status bar`, async () => (await this.statusBar()).some((text) => pattern.test(text)));
  }

  async clickStatus(text) {
    await this.page.locator(".statusbar-item", { hasText: text }).locator("a").click();
  }

  /** The rows of the list that is open, once one has `text`. */
  async listed(text) {
    const rows = this.page.locator(`${QUICK_INPUT} .monaco-list-row`);
    await rows.filter({ hasText: text }).first().waitFor();
    return rows.allInnerTexts();
  }

  /** The text of a page that the extension shows (a preview), once it matches. */
  untilPage(pattern) {
    return until(`a page that says ${pattern}`, async () => {
      for (const frame of this.page.frames()) {
        const text = await frame.locator("body").innerText({ timeout: 1000 }).catch(() => "");
        if (frame !== this.page.mainFrame() && pattern.test(text)) return text;
      }
      return undefined;
    });
  }

  /** The rows of the refactor preview, once one has `text`. */
  async previewedChanges(text) {
    const rows = this.page.locator(`${PREVIEW} .monaco-list-row`);
    await rows.filter({ hasText: text }).first().waitFor();
    return (await rows.allInnerTexts()).map((row) => row.replaceAll("\u00a0", " "));
  }

  /** Ticks what the preview shows of `file`, which is how a person consents. */
  async tick(file) {
    await this.page.locator(`${PREVIEW} .monaco-list-row`, { hasText: file }).locator("input[type=checkbox], .edit-checkbox").first().click();
  }

  async applyPreview() {
    await this.page.locator(`${PREVIEW} .monaco-button`, { hasText: "Apply" }).click();
    await this.page.locator(`${PREVIEW} .monaco-list-row`).first().waitFor({ state: "hidden" });
  }

  /** Gives the workspace the person's trust. */
  async trustWorkspace() {
    await this.command("Workspaces: Manage Workspace Trust");
    await this.page.locator(".workspace-trust-editor .monaco-button", { hasText: /^Trust$/ }).click();
    await this.closeTab();
  }

  clipboard() {
    return this.page.evaluate(() => navigator.clipboard.readText());
  }

  // --- The walkthrough

  async openWalkthrough(title) {
    await this.command("Welcome: Open Walkthrough...");
    await this.#pick(title);
    await this.page.locator(".gettingStartedDetailsContent .category-title, .getting-started-category h2", { hasText: title }).first().waitFor();
  }

  #step(title) {
    return this.page.locator(".gettingStartedContainer .getting-started-step", { has: this.page.locator(".step-title", { hasText: title }) });
  }

  async walkthroughStep(title) {
    await this.#step(title).locator(".step-title").click();
  }

  async walkthroughButton(label) {
    await this.page.locator(".gettingStartedContainer .getting-started-step .monaco-button", { hasText: label }).click();
  }

  async untilStepDone(title) {
    await this.#step(title).locator(".codicon-getting-started-step-checked.complete").waitFor();
  }

  // --- Looking

  locator(selector, options) {
    return this.page.locator(selector, options);
  }

  screenshot(file, clip) {
    return this.page.screenshot({ path: file, animations: "disabled", ...(clip ? { clip } : {}) });
  }
}

/** In the page: the box around the first `text` that stands on one line of the editor. */
function boxOf({ text, editor }) {
  for (const line of document.querySelectorAll(`${editor} .view-line`)) {
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const at = nodes.map((node) => node.data).join("").replaceAll("\u00a0", " ").indexOf(text);
    if (at === -1) continue;
    const range = document.createRange();
    let passed = 0;
    for (const node of nodes) {
      const [from, to] = [at - passed, at + text.length - passed];
      if (from >= 0 && from < node.length) range.setStart(node, from);
      if (to > 0 && to <= node.length) range.setEnd(node, to);
      passed += node.length;
    }
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
  return null;
}

/** In the page: the severities of the squiggles that begin within a box. */
function severitiesIn({ box, editor }) {
  const found = [];
  for (const squiggle of document.querySelectorAll(`${editor} [class*=squiggly-]`)) {
    const at = squiggle.getBoundingClientRect();
    const overlaps = at.left < box.x + box.width && at.right > box.x && at.top < box.y + box.height && at.bottom > box.y;
    if (overlaps) found.push(/squiggly-(\w+)/.exec(squiggle.className)[1]);
  }
  return found;
}
