"use strict";

/** More links than these are drawn as ribbons between levels, and singly only where they are lit. */
const MOST_LINKS = 2500;
/** Below this height on the screen (pixels) a card is a coloured bar without words. */
const READABLE = 15;
const NEAREST = 3;
const FARTHEST = 0.01;
/** A canvas whose height is more than this share of its width is tall. */
const TALL = 0.9;
/** How much is left of what is not lit. */
const DIM = 0.22;

/**
 * The canvas: what is shown, where it is looked at, what is lit. It calls `changed` when something else is chosen, by whatever way,
 * `clicked` when that was a click, and `enter` on that key. `least`: the smallest scale at which all is fitted in; `covered`: how
 * many pixels at the right something else covers; `turns`: on a tall canvas the levels stand below each other.
 */
class Graph {
  constructor(canvas, trace, { changed, clicked = () => undefined, enter, least = FARTHEST, covered = 0, turns = false }) {
    Object.assign(this, { canvas, changed, clicked, enter, least, covered, turns });
    this.pen = canvas.getContext("2d");
    this.words = new Map();
    this.take(trace);
    this.listen();
    new ResizeObserver(() => this.fit()).observe(canvas);
  }

  /** Shows another trace from now on. */
  take(trace) {
    this.trace = trace;
    this.chosen = undefined;
    this.lit = undefined;
    this.up = new Set();
    this.down = new Set();
    this.only = false;
    this.ribbons = ribbonsOf(trace);
    this.lay(trace.artifacts.map((_, index) => index));
  }

  /** Lights an artifact with all above and below it; undefined: nothing. */
  choose(index) {
    this.chosen = index;
    this.up = index === undefined ? new Set() : this.trace.reached(index, this.trace.above);
    this.down = index === undefined ? new Set() : this.trace.reached(index, this.trace.below);
    this.light(index === undefined ? undefined : new Set([index, ...this.up, ...this.down]));
    if (index !== undefined && !this.only) this.reveal(index);
    this.changed(index);
  }

  /** Lights a set of artifacts; undefined: all are as they are. */
  light(set) {
    this.lit = set;
    if (this.only) this.showOnly(true);
    this.draw();
  }

  /** Shows nothing but what is lit, or all again. */
  showOnly(only) {
    this.only = only;
    const all = this.trace.artifacts.map((_, index) => index);
    this.lay(only && this.lit !== undefined ? all.filter((index) => this.lit.has(index)) : all);
    this.fit();
  }

  lay(shown) {
    this.layout = new Layout(this.trace, shown, this.isTall());
  }

  isTall() {
    return this.turns && this.canvas.clientHeight > TALL * this.canvas.clientWidth;
  }

  // -- looking -----------------------------------------------------------------------------------------------------

  fit() {
    if (this.isTall() !== this.layout.down) this.lay([...this.layout.at.keys()].sort((a, b) => a - b));
    const { clientHeight: height } = this.canvas;
    const width = this.free();
    this.scale = Math.min(1.15, (width - 48) / this.layout.width, (height - 84) / this.layout.height);
    const place = this.scale < this.least ? this.layout.at.get(this.chosen) : undefined;
    this.scale = Math.max(this.least, this.scale);
    this.x = (width - this.layout.width * this.scale) / 2;
    this.y = height / 2 + 14;
    if (place !== undefined) {
      this.x = width / 2 - (place.x + CARD.width / 2) * this.scale;
      this.y = height / 2 - (place.y + CARD.height / 2) * this.scale;
    }
    this.draw();
  }

  zoom(factor, x = this.canvas.clientWidth / 2, y = this.canvas.clientHeight / 2) {
    const scale = Math.min(NEAREST, Math.max(FARTHEST, this.scale * factor));
    this.x = x - ((x - this.x) * scale) / this.scale;
    this.y = y - ((y - this.y) * scale) / this.scale;
    this.scale = scale;
    this.draw();
  }

  /** How wide the part is that the details do not cover. */
  free() {
    const { clientWidth: width } = this.canvas;
    return this.chosen !== undefined && this.only && width > 3 * this.covered ? width - this.covered : width;
  }

  /** Brings an artifact into sight. */
  reveal(index) {
    const place = this.layout.at.get(index);
    if (place === undefined) return;
    const { clientWidth: width, clientHeight: height } = this.canvas;
    const left = place.x * this.scale + this.x;
    const top = place.y * this.scale + this.y;
    const free = width > 3 * this.covered ? width - this.covered : width;
    if (left < 0 || left + CARD.width * this.scale > free) this.x += free / 2 - left;
    if (top < 40 || top + CARD.height * this.scale > height) this.y += height / 2 - top;
  }

  // -- listening ---------------------------------------------------------------------------------------------------

  listen() {
    const fingers = new Map();
    let moved = 0;
    this.canvas.addEventListener("pointerdown", (event) => {
      this.canvas.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, event);
      moved = 0;
    });
    this.canvas.addEventListener("pointermove", (event) => {
      const before = fingers.get(event.pointerId);
      if (before === undefined) return;
      const [first, second] = [...fingers.values()];
      if (second === undefined) {
        this.x += event.offsetX - before.offsetX;
        this.y += event.offsetY - before.offsetY;
        this.draw();
      } else {
        const other = first.pointerId === event.pointerId ? second : first;
        const apart = (a, b) => Math.hypot(a.offsetX - b.offsetX, a.offsetY - b.offsetY);
        this.zoom(apart(event, other) / Math.max(1, apart(before, other)), (event.offsetX + other.offsetX) / 2, (event.offsetY + other.offsetY) / 2);
      }
      moved += Math.abs(event.offsetX - before.offsetX) + Math.abs(event.offsetY - before.offsetY);
      fingers.set(event.pointerId, event);
    });
    for (const end of ["pointerup", "pointercancel"]) this.canvas.addEventListener(end, (event) => fingers.delete(event.pointerId));
    this.canvas.addEventListener("click", (event) => {
      if (moved > 6) return;
      this.choose(this.layout.hit((event.offsetX - this.x) / this.scale, (event.offsetY - this.y) / this.scale));
      this.clicked(this.chosen);
    });
    this.canvas.addEventListener("wheel", (event) => {
      if (document.activeElement !== this.canvas && !event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      this.zoom(Math.exp(-event.deltaY / 400), event.offsetX, event.offsetY);
    }, { passive: false });
    this.canvas.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || !this.key(event.key)) return;
      event.preventDefault();
    });
  }

  /** Follows a key; whether it means anything here. */
  key(key) {
    const keys = { "+": () => this.zoom(1.25), "=": () => this.zoom(1.25), "-": () => this.zoom(0.8), 0: () => this.fit(), Escape: () => this.choose(undefined) };
    const [up, down, before, behind] = this.layout.down ? ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"] : ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"];
    const steps = { [up]: () => this.trace.above[this.chosen][0]?.[0], [down]: () => this.trace.below[this.chosen][0]?.[0], [before]: () => this.beside(-1), [behind]: () => this.beside(1) };
    if (key === "Enter") {
      this.enter();
    } else if (key in keys) {
      keys[key]();
    } else if (key in steps) {
      const next = this.chosen === undefined ? this.layout.blocks[0]?.own[0] : steps[key]();
      if (next !== undefined) this.choose(next);
    } else {
      return false;
    }
    return true;
  }

  /** The artifact before or behind the chosen one on its level. */
  beside(step) {
    const level = this.trace.artifacts[this.chosen].level;
    const own = this.layout.blocks.find((block) => block.level.name === level)?.own ?? [];
    return own[own.indexOf(this.chosen) + step];
  }

  // -- drawing -----------------------------------------------------------------------------------------------------

  draw() {
    if (this.waiting) return;
    this.waiting = true;
    requestAnimationFrame(() => {
      this.waiting = false;
      this.paint();
    });
  }

  paint() {
    const { canvas, pen } = this;
    const ratio = window.devicePixelRatio || 1;
    const [width, height] = [canvas.clientWidth, canvas.clientHeight];
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    this.colours = coloursOf(canvas);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = this.colours.paper;
    pen.fillRect(0, 0, width, height);
    pen.setTransform(ratio * this.scale, 0, 0, ratio * this.scale, ratio * this.x, ratio * this.y);
    this.paintLinks();
    this.paintCards(-this.x / this.scale, -this.y / this.scale, (width - this.x) / this.scale, (height - this.y) / this.scale);
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.paintHeads();
  }

  paintLinks() {
    const many = this.trace.links.length > MOST_LINKS;
    const shown = this.only && this.lit !== undefined;
    if (many && !shown) this.paintRibbons();
    if (!many || shown) this.paintEach(this.trace.links.filter((link) => !this.isLit(link)), this.colours.soft, this.lit === undefined ? 0.55 : 0.16, 1.2);
    this.paintSuspect();
    if (this.lit === undefined || this.chosen === undefined) return;
    const lit = this.trace.links.filter((link) => this.isLit(link));
    const goesUp = ([, lower]) => lower === this.chosen || this.up.has(lower);
    this.paintEach(lit.filter(goesUp), this.colours.up, 0.95, 2.2);
    this.paintEach(lit.filter((link) => !goesUp(link)), this.colours.down, 0.95, 2.2);
    this.paintSuspect(lit);
  }

  /** The suspect ones of some links, dashed in their own colour; however many links there are, these are drawn singly. */
  paintSuspect(among) {
    const links = [...this.trace.suspect.keys()].filter((link) => among === undefined || among.includes(link));
    const width = 2.4 / Math.min(1, Math.max(this.scale, 0.1));
    this.pen.setLineDash([3 * width, 2 * width]);
    this.paintEach(links, this.colours.suspect, among === undefined && this.chosen !== undefined ? 0.3 : 0.95, 2.4);
    this.pen.setLineDash([]);
  }

  /** Whether a link is on the way from or to what is chosen. */
  isLit([upper, lower]) {
    if (this.chosen === undefined) return false;
    const goesUp = this.up.has(upper) && (lower === this.chosen || this.up.has(lower));
    return goesUp || (this.down.has(lower) && (upper === this.chosen || this.down.has(upper)));
  }

  paintEach(links, colour, alpha, width) {
    const { pen, layout } = this;
    pen.beginPath();
    for (const [upper, lower] of links) {
      const way = layout.way(upper, lower);
      if (way === undefined) continue;
      pen.moveTo(...way[0]);
      pen.bezierCurveTo(...way[1]);
    }
    pen.globalAlpha = alpha;
    pen.strokeStyle = colour;
    pen.lineWidth = width / Math.min(1, Math.max(this.scale, 0.1));
    pen.stroke();
    pen.globalAlpha = 1;
  }

  /** A ribbon between two levels, the wider the more links it stands for. */
  paintRibbons() {
    const { pen } = this;
    const blocks = new Map(this.layout.blocks.map((block) => [block.level.name, block]));
    pen.globalAlpha = this.lit === undefined ? 0.35 : 0.15;
    pen.strokeStyle = this.colours.soft;
    for (const { upper, lower, count } of this.ribbons) {
      const [from, to] = [blocks.get(upper), blocks.get(lower)];
      if (from === undefined || to === undefined || from === to) continue;
      const [start, bends] = this.layout.down
        ? curve([from.x + from.width / 2, from.y + from.height], [to.x + to.width / 2, to.y], 1)
        : curve([from.x + from.width, from.y + from.height / 2], [to.x, to.y + to.height / 2], 0);
      pen.lineWidth = (2 + 5 * Math.log10(count + 1)) / this.scale;
      pen.beginPath();
      pen.moveTo(...start);
      pen.bezierCurveTo(...bends);
      pen.stroke();
    }
    pen.globalAlpha = 1;
  }

  paintCards(left, top, right, bottom) {
    const readable = CARD.height * this.scale >= READABLE;
    for (const [index, { x, y }] of this.layout.at) {
      if (x > right || y > bottom || x + CARD.width < left || y + CARD.height < top) continue;
      this.pen.globalAlpha = this.lit === undefined || this.lit.has(index) ? 1 : DIM;
      if (readable) this.paintCard(index, x, y);
      else this.paintBar(index, x, y);
    }
    this.pen.globalAlpha = 1;
  }

  paintBar(index, x, y) {
    const { pen } = this;
    pen.fillStyle = index === this.chosen ? this.colours.accent : this.toneOf(index);
    pen.fillRect(x, y, CARD.width, CARD.height);
  }

  paintCard(index, x, y) {
    const { pen, colours } = this;
    const artifact = this.trace.artifacts[index];
    pen.fillStyle = index === this.chosen ? colours.accentSoft : colours.card;
    pen.strokeStyle = index === this.chosen ? colours.accent : this.up.has(index) ? colours.up : this.down.has(index) ? colours.down : colours.line;
    pen.lineWidth = index === this.chosen ? 2.5 : 1.2;
    pen.beginPath();
    pen.roundRect(x, y, CARD.width, CARD.height, 6);
    pen.fill();
    pen.stroke();
    pen.fillStyle = this.toneOf(index);
    pen.beginPath();
    pen.roundRect(x, y, 6, CARD.height, [6, 0, 0, 6]);
    pen.fill();
    pen.textBaseline = "alphabetic";
    pen.fillStyle = colours.ink;
    pen.font = `600 13px ${colours.font}`;
    pen.fillText(this.short(artifact.id, 13), x + 14, y + 17);
    pen.fillStyle = colours.soft;
    pen.font = `12px ${colours.font}`;
    pen.fillText(this.short(artifact.title, 12), x + 14, y + 33);
  }

  /** As much of a text as a card has room for. */
  short(text, size) {
    const key = `${size} ${text}`;
    if (!this.words.has(key)) {
      const room = CARD.width - 24;
      let kept = text.slice(0, 60);
      while (kept !== "" && this.pen.measureText(kept === text ? kept : `${kept}…`).width > room) kept = kept.slice(0, -1);
      this.words.set(key, kept === text ? kept : `${kept.trimEnd()}…`);
    }
    return this.words.get(key);
  }

  /** The levels' names above their blocks, one higher than the other where they would overlap. */
  paintHeads() {
    const { pen, colours } = this;
    pen.textBaseline = "alphabetic";
    const drawn = [];
    for (const block of this.layout.blocks) {
      const x = Math.max(block.x * this.scale + this.x, 8);
      const end = (block.x + block.width) * this.scale + this.x;
      if (end < 0 || x > this.canvas.clientWidth) continue;
      pen.font = `600 13px ${colours.font}`;
      const head = `${block.level.title}  `;
      const width = pen.measureText(head).width;
      const count = block.own.length.toLocaleString("en");
      pen.font = `13px ${colours.font}`;
      const all = width + pen.measureText(count).width;
      let y = block.y * this.scale + this.y - 12;
      if (!this.layout.down) y = Math.max(y, 22);
      while (drawn.some((each) => x < each.end && Math.abs(y - each.y) < 19)) y -= 19;
      if (y < 14) continue;
      drawn.push({ end: x + all + 10, y });
      pen.fillStyle = colours.paper;
      pen.globalAlpha = 0.85;
      pen.fillRect(x - 3, y - 14, all + 6, 19);
      pen.globalAlpha = 1;
      pen.fillStyle = colours.soft;
      pen.fillText(count, x + width, y);
      pen.font = `600 13px ${colours.font}`;
      pen.fillStyle = colours.ink;
      pen.fillText(head, x, y);
    }
  }

  /** Red where it has errors or its tests failed, amber where it has warnings, lacks something or builds on what has changed,
   * green where it was judged and stands or its tests have passed. */
  toneOf(index) {
    const artifact = this.trace.artifacts[index];
    const outcome = artifact.results?.outcome;
    if (artifact.error > 0 || outcome === "failed") return this.colours.bad;
    if (artifact.warning > 0 || artifact.lacks.length > 0 || this.trace.isSuspect(index)) return this.colours.warn;
    return artifact.judged || outcome === "passed" ? this.colours.good : this.colours.none;
  }
}

/** How many links lead from each level to each other. */
function ribbonsOf(trace) {
  const counts = new Map();
  for (const [upper, lower] of trace.links) {
    const key = JSON.stringify([trace.artifacts[upper].level, trace.artifacts[lower].level]);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].map(([key, count]) => ({ upper: JSON.parse(key)[0], lower: JSON.parse(key)[1], count }));
}

function coloursOf(element) {
  const style = getComputedStyle(element);
  const names = { paper: "--paper", card: "--card", ink: "--ink", soft: "--soft", line: "--line", accent: "--accent", accentSoft: "--accent-soft", good: "--good", warn: "--warn", bad: "--bad", none: "--none", up: "--up", down: "--down", suspect: "--suspect" };
  const found = Object.fromEntries(Object.entries(names).map(([name, variable]) => [name, style.getPropertyValue(variable).trim()]));
  return { ...found, font: style.fontFamily };
}
