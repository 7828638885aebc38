// Which passages contain a string, exactly: its pairs narrow them down, then the passages themselves or positions decide.

import {BundleError, codePoints, pairsOf} from "./bundle.js";
import {normalise} from "./normalise.js";
import {both, place} from "./sets.js";

/** @typedef {import("./bundle.js").Bundle} Bundle */
/** @typedef {import("./bundle.js").Term} Term */
/** @typedef {import("./bundle.js").Text} Text */
/** @typedef {import("./sets.js").Docs} Docs */
/** @typedef {import("./bundle.js").Passages} Passages */
/** @typedef {{term: Term, from: number, to: number}} Tile */
/** @typedef {(term: string) => Term | undefined} Find */

/** So few candidates are read rather than looked up: most of them are shown anyway. */
const READ = 12;
/** Lists up to this many bytes are fetched to narrow the candidates, beside the rarest. */
const SMALL = 2048;
const RAREST = 2;
const LONGEST = 12;

/** What of a term's list is still to be fetched, with which passages. @param {Term} term */
const listSize = term => (term.docs ? 0 : term.list.size) + (term.apart && !term.masks ? term.apart.size : 0);
/** @param {Term} term */
const positionSize = term => term.pieces.reduce((sum, piece) => sum + piece.size, 0);

/**
 * The whole searchable text of a passage, as positions count in it.
 * @param {Text} text
 */
export function wholeOf(text) {
  const t2s = text.t2s ? pairsOf(text.t2s) : undefined;
  return [...(text.p ? [] : [text.t, ...text.f.map(f => f[1])]), ...text.b.map(b => b[2])].map(part => normalise(part, t2s)).join("\n");
}

/** A phrase of two characters or more that is no term by itself. */
export class Phrase {
  /**
   * @param {Bundle} bundle
   * @param {string} text
   * @param {Find} find
   */
  constructor(bundle, text, find) {
    this.bundle = bundle;
    this.text = text;
    /** @type {Passages | null} all that may contain it, once it is narrowed; null: not known */
    this.candidates = null;
    /** @type {Passages | null} */
    this.found = null;
    const points = codePoints(text), n = points.length, cut = (/** @type {number} */ from, /** @type {number} */ to) => String.fromCodePoint(...points.slice(from, to));
    /** @type {Tile[]} */
    this.tiles = [];
    /** @type {Term[]} */
    this.pairs = [];
    this.length = n;
    for (let from = 0; from < n - 1; from++) {
      const pair = find(cut(from, from + 2));
      if (!pair) {
        this.candidates = this.found = new Uint32Array(0);
        return;
      }
      this.pairs.push(pair);
      for (let to = from + 2; to <= Math.min(n, from + LONGEST); to++) {
        const term = find(cut(from, to));
        if (term) this.tiles.push({term, from, to});
      }
    }
  }

  /** The cheapest terms that together cover it; null if some of it is covered by none that has positions. */
  cover() {
    /** @type {{cost: number, tiles: Tile[]}[]} */
    const best = [{cost: 0, tiles: []}];
    const tiles = this.tiles.filter(tile => tile.term.pieces.length).sort((a, b) => a.to - b.to);
    for (let end = 1; end <= this.length; end++) {
      best[end] = {cost: Infinity, tiles: []};
      for (const tile of tiles) {
        if (tile.from >= end || tile.to < end) continue;
        // What is covered before the tile may reach into it.
        for (let before = tile.from; before < end; before++) {
          const cost = best[before].cost + positionSize(tile.term) + listSize(tile.term) + 1;
          if (cost < best[end].cost) best[end] = {cost, tiles: best[before].tiles.concat(tile)};
        }
      }
    }
    return best[this.length].cost < Infinity ? best[this.length].tiles : null;
  }

  /**
   * Narrows the candidates by lists; `within`: replies that are wanted at all, once they are known.
   * @param {Promise<Docs> | null} within
   */
  async narrow(within) {
    if (this.candidates) return;
    const bundle = this.bundle, terms = Array.from(new Set(this.tiles.map(tile => tile.term)));
    /** @type {Passages | null} */
    let left = null;
    for (const term of terms) {
      if (!listSize(term)) left = left ? both(left, await bundle.passages(term)) : await bundle.passages(term);
      if (left && !left.length) break;
    }
    if (!left || left.length > READ) {
      const far = terms.filter(listSize).sort((a, b) => a.df - b.df);
      let wanted = far.filter((term, i) => i < RAREST || listSize(term) <= SMALL);
      if (this.length <= LONGEST && (!far.length || far[0].df > READ)) {
        const cover = this.cover();
        if (cover) wanted = wanted.concat(cover.map(tile => tile.term));
      }
      const lists = await Promise.all(Array.from(new Set(wanted), term => bundle.passages(term)));
      for (const list of lists) left = left ? both(left, list) : list;
    }
    if (within && left && left.length) {
      const docs = await within;
      left = left.filter(passage => place(docs, passage >>> 2) >= 0);
    }
    this.candidates = left || new Uint32Array(0);
  }

  /** Decides each candidate. @returns {Promise<Passages>} */
  async settle() {
    if (this.found) return this.found;
    const all = /** @type {Passages} */ (this.candidates), cover = all.length > READ ? this.cover() : null;
    const hit = all.length && cover ? await this.byPositions(all, cover) : await this.byText(all);
    return this.found = all.filter((_, i) => hit[i]);
  }

  /** @param {Passages} all @returns {Promise<boolean[]>} */
  byText(all) {
    return Promise.all(Array.from(all, async passage => wholeOf(await this.bundle.text(passage >>> 2, passage % 4)).includes(this.text)));
  }

  /** @param {Passages} all @param {Tile[]} cover @returns {Promise<boolean[]>} */
  async byPositions(all, cover) {
    const placed = await Promise.all(cover.map(async ({term, from}) => {
      const list = await this.bundle.passages(term);
      /** @type {number[][]} starts of the phrase that this tile allows, for each candidate */
      const starts = [];
      /** @type {Promise<void>[]} */
      const work = [];
      let first = 0, at = 0;
      for (const piece of term.pieces) {
        const count = piece.count > 0 ? piece.count : list.length + piece.count;
        /** @type {number[]} */
        const wanted = [];
        /** @type {number[]} */
        const whose = [];
        for (; at < all.length; at++) {
          const rank = place(list, all[at]);
          if (rank >= first + count) break;
          if (rank >= first) {
            wanted.push(rank - first);
            whose.push(at);
          }
        }
        first += count;
        if (wanted.length) {
          work.push(this.bundle.positions(piece, count, wanted).then(found => found.forEach((places, i) => {
            starts[whose[i]] = places.map(at => at - from);
          })));
        }
      }
      if (first !== list.length) throw new BundleError("damaged", term.pieces[0].file.path);
      await Promise.all(work);
      return starts;
    }));
    return Array.from(all, (_, i) => {
      const [one, ...rest] = placed.map(starts => starts[i] || []);
      return one.some(start => rest.every(starts => starts.includes(start)));
    });
  }
}
