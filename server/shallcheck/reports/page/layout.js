"use strict";

/** Sizes in the graph's own units; at scale 1 they are pixels. */
const CARD = { width: 176, height: 40, gapX: 12, gapY: 8 };
/** Between levels: beside each other, and below each other. */
const LEVEL_GAP = { right: 84, down: 58 };
const GAP_SHARE = 0.06;
/** Cards of a level in a column before a second begins, and in a row. */
const FEWEST = { right: 12, down: 3 };
/** How many cards a large block has in a column for each in a row. */
const SHAPE = 2.5;

/** The artifacts and links of the facts, and which can be reached from which. */
class Trace {
  constructor(facts) {
    this.artifacts = facts.artifacts;
    this.levels = facts.levels;
    this.links = facts.links;
    /** By link, why it is suspect. */
    this.suspect = new Map((facts.suspect ?? []).filter((each) => each.link !== null).map((each) => [this.links[each.link], each.message]));
    this.above = this.artifacts.map(() => []);
    this.below = this.artifacts.map(() => []);
    for (const link of this.links) {
      const [upper, lower, type] = link;
      this.above[lower].push([upper, type, this.suspect.get(link)]);
      this.below[upper].push([lower, type, this.suspect.get(link)]);
    }
  }

  /** Whether an artifact builds on something that has changed since that was reviewed. */
  isSuspect(index) {
    return this.above[index].some(([, , suspect]) => suspect !== undefined);
  }

  /** All that is reached from an artifact in one direction, without itself. */
  reached(start, table) {
    const seen = new Set();
    const row = [start];
    while (row.length > 0) {
      for (const [next] of table[row.pop()]) {
        if (next === start || seen.has(next)) continue;
        seen.add(next);
        row.push(next);
      }
    }
    return seen;
  }
}

/**
 * Where each artifact of a set stands: a block for each level, in it near to what they come from. The blocks stand from left to
 * right, or `down` from top to bottom.
 */
class Layout {
  constructor(trace, shown, down = false) {
    this.down = down;
    this.blocks = [];
    this.at = new Map();
    const rank = new Map();
    for (const level of trace.levels) {
      const own = shown.filter((index) => trace.artifacts[index].level === level.name);
      if (own.length === 0) continue;
      const weight = (index) => {
        const ranks = trace.above[index].map(([upper]) => rank.get(upper)).filter((each) => each !== undefined);
        return ranks.length === 0 ? Infinity : ranks.reduce((sum, each) => sum + each, 0) / ranks.length;
      };
      const weights = new Map(own.map((index) => [index, weight(index)]));
      own.sort((a, b) => weights.get(a) - weights.get(b) || a - b);
      own.forEach((index, place) => rank.set(index, (place + 0.5) / own.length));
      this.blocks.push(this.block(level, own));
    }
    if (down) this.stack();
    else this.line();
    for (const block of this.blocks) {
      block.own.forEach((index, place) => {
        const [column, row] = down ? [place % block.columns, Math.floor(place / block.columns)] : [Math.floor(place / block.rows), place % block.rows];
        this.at.set(index, { x: block.x + column * (CARD.width + CARD.gapX), y: block.y + row * (CARD.height + CARD.gapY) });
      });
    }
  }

  block(level, own) {
    const { length } = own;
    const most = this.down ? Math.max(FEWEST.down, Math.ceil(Math.sqrt(length / SHAPE))) : Math.max(FEWEST.right, Math.ceil(Math.sqrt(length * SHAPE)));
    const [along, across] = [Math.min(most, length), Math.ceil(length / most)];
    const [columns, rows] = this.down ? [along, across] : [across, along];
    return { level, own, columns, rows, width: columns * (CARD.width + CARD.gapX) - CARD.gapX, height: rows * (CARD.height + CARD.gapY) - CARD.gapY };
  }

  /** Puts the blocks side by side; the gaps between them grow with them. */
  line() {
    this.height = Math.max(1, ...this.blocks.map((block) => block.height));
    const gap = Math.max(LEVEL_GAP.right, GAP_SHARE * this.blocks.reduce((sum, block) => sum + block.width, 0));
    let x = 0;
    for (const block of this.blocks) {
      block.x = x;
      block.y = -this.height / 2;
      x += block.width + gap;
    }
    this.width = Math.max(1, x - gap);
  }

  /** Puts the blocks one below the other. */
  stack() {
    this.width = Math.max(1, ...this.blocks.map((block) => block.width));
    this.height = Math.max(1, this.blocks.reduce((sum, block) => sum + block.height + LEVEL_GAP.down, -LEVEL_GAP.down));
    let y = -this.height / 2;
    for (const block of this.blocks) {
      block.x = (this.width - block.width) / 2;
      block.y = y;
      y += block.height + LEVEL_GAP.down;
    }
  }

  /** The artifact at a place; undefined where there is none. */
  hit(x, y) {
    for (const block of this.blocks) {
      const column = Math.floor((x - block.x) / (CARD.width + CARD.gapX));
      const row = Math.floor((y - block.y) / (CARD.height + CARD.gapY));
      if (column < 0 || column >= block.columns || row < 0 || row >= block.rows) continue;
      const index = block.own[this.down ? row * block.columns + column : column * block.rows + row];
      const place = index === undefined ? undefined : this.at.get(index);
      if (place !== undefined && x <= place.x + CARD.width && y <= place.y + CARD.height) return index;
    }
    return undefined;
  }

  /** Where a link from an artifact to one below it begins, bends and ends; undefined where one of them is not shown. */
  way(upper, lower) {
    const [from, to] = [this.at.get(upper), this.at.get(lower)];
    if (from === undefined || to === undefined) return undefined;
    const [half, middle] = [CARD.width / 2, CARD.height / 2];
    if (this.down) return curve([from.x + half, from.y + CARD.height], [to.x + half, to.y], 1);
    return curve([from.x + CARD.width, from.y + middle], [to.x, to.y + middle], 0);
  }
}

/** A curve between two points that sets out and arrives along an axis (0: to the right, 1: down). */
function curve(from, to, axis) {
  const ahead = to[axis] - from[axis];
  const bend = ahead > 0 ? ahead / 2 : 60;
  const [first, second] = [[...from], [...to]];
  first[axis] += bend;
  second[axis] -= bend;
  return [from, [...first, ...second, ...to]];
}
