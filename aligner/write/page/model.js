"use strict";
/* The rows of the page and the edits of them; knows nothing of what is drawn.

A row is a bead: {s: [first, last + 1], t: [first, last + 1]} are its sentences of either side, as ranges of their
places in `data.sentences`; the ranges of neighbouring rows meet, so each sentence is in exactly one row. `confidence`
is null once a person has changed the row. */

const UNKNOWN = { confidence: null, flags: [], why: null, checked: false, edited: false, origin: null };
const LOW = 0.9; // rows below it are worth a look; their number is in the summary

class Model {
  constructor(data) {
    this.sentences = data.sentences; // of the source and of the target
    this.numbers = data.numbers; // of the sentences in the document; null if they are simply counted
    this.rows = Model.rowsOf(data.rows.map((record, origin) => ({ ...record, origin })));
    this.undone = []; // edits that can be made again, the last one last
    this.done = []; // edits that can be taken back
    this.checkEverySentence();
  }

  /* Rows of records. A record has the number of sentences of each side, `n`, and what else is known of the row. */
  static rowsOf(records) {
    let s = 0;
    let t = 0;
    return records.map((record) => {
      const row = { ...UNKNOWN, ...record, s: [s, s + record.n[0]], t: [t, t + record.n[1]] };
      delete row.n;
      s = row.s[1];
      t = row.t[1];
      return row;
    });
  }

  /* Throw unless each sentence is in exactly one row, in order. */
  checkEverySentence() {
    let s = 0;
    let t = 0;
    for (const row of this.rows) {
      const size = row.s[1] - row.s[0] + row.t[1] - row.t[0];
      if (row.s[0] !== s || row.t[0] !== t || row.s[1] < s || row.t[1] < t || size === 0) {
        throw new Error("a sentence is missing or stands in two rows");
      }
      s = row.s[1];
      t = row.t[1];
    }
    if (s !== this.sentences[0].length || t !== this.sentences[1].length) {
      throw new Error("sentences at the end are in no row");
    }
  }

  /* The range of the sentences of a row on a side. */
  range(row, side) {
    return side === 0 ? row.s : row.t;
  }

  /* The sentences of a row on a side. */
  texts(row, side) {
    return this.sentences[side].slice(...this.range(row, side));
  }

  kind(row) {
    return `${row.s[1] - row.s[0]}-${row.t[1] - row.t[0]}`;
  }

  isPaired(row) {
    return row.s[1] > row.s[0] && row.t[1] > row.t[0];
  }

  isLow(row) {
    return !row.checked && row.confidence !== null && row.confidence < LOW;
  }

  /* Replace rows; the edit can be undone. Returns the edit, or null if the rows cannot be made. */
  replace(at, count, rows, name) {
    if (rows.some((row) => this.hasHole(0, row.s) || this.hasHole(1, row.t))) return null;
    const edit = { at, before: this.rows.slice(at, at + count), after: rows, name };
    this.apply(edit, edit.before, edit.after);
    this.done.push(edit);
    this.undone = [];
    return edit;
  }

  /* True if a filter left out a sentence between those of a range: the program could not read a row of them. */
  hasHole(side, [first, end]) {
    if (!this.numbers || first === end) return false;
    return this.numbers[side][end - 1] - this.numbers[side][first] !== end - 1 - first;
  }

  apply(edit, from, to) {
    this.rows.splice(edit.at, from.length, ...to);
  }

  undo() {
    const edit = this.done.pop();
    if (edit) {
      this.apply(edit, edit.after, edit.before);
      this.undone.push(edit);
    }
    return edit || null;
  }

  redo() {
    const edit = this.undone.pop();
    if (edit) {
      this.apply(edit, edit.before, edit.after);
      this.done.push(edit);
    }
    return edit || null;
  }

  /* Join a row with the next one. */
  merge(at) {
    if (at + 1 >= this.rows.length) return null;
    const [row, next] = this.rows.slice(at, at + 2);
    return this.replace(at, 2, [edited([row.s[0], next.s[1]], [row.t[0], next.t[1]])], "merge");
  }

  /* Divide a row: the sentence at a place of a side, and all after it on that side, make the second part.

  The other side is divided where the lengths of its parts are most like those of this side; a single sentence goes
  to the first part. A row of one sentence on each side becomes two sentences without a partner. */
  split(at, side, place) {
    const row = this.rows[at];
    const [divided, opposite] = side === 0 ? [row.s, row.t] : [row.t, row.s];
    if (divided[1] - divided[0] === 1 && opposite[1] > opposite[0]) {
      const parts = [edited(row.s, [row.t[0], row.t[0]]), edited([row.s[1], row.s[1]], row.t)];
      return this.replace(at, 1, parts, "split");
    }
    if (place <= divided[0] || place >= divided[1]) return null;
    const cut = opposite[1] - opposite[0] > 1 ? this.cutByLength(side, divided, place, opposite) : opposite[1];
    const part = (ofSide, ofOpposite) => (side === 0 ? edited(ofSide, ofOpposite) : edited(ofOpposite, ofSide));
    const parts = [part([divided[0], place], [opposite[0], cut]), part([place, divided[1]], [cut, opposite[1]])];
    return this.replace(at, 1, parts, "split");
  }

  /* The place that divides the opposite side in the ratio of lengths in which `place` divides this side. */
  cutByLength(side, divided, place, opposite) {
    const share = this.length(side, divided[0], place) / Math.max(1, this.length(side, divided[0], divided[1]));
    const total = this.length(1 - side, opposite[0], opposite[1]);
    let best = opposite[0] + 1;
    for (let cut = best; cut < opposite[1]; cut += 1) {
      const difference = (candidate) => Math.abs(this.length(1 - side, opposite[0], candidate) - share * total);
      if (difference(cut) < difference(best)) best = cut;
    }
    return best;
  }

  length(side, first, end) {
    let characters = 0;
    for (let number = first; number < end; number += 1) characters += this.sentences[side][number].length;
    return characters;
  }

  /* Move the sentence at a place of a side, and those of its row before it, to the row before. */
  moveUp(at, side, place) {
    const row = this.rows[at];
    const sentences = this.range(row, side);
    if (place < sentences[0] || place >= sentences[1]) return null;
    const previous = at > 0 ? this.rows[at - 1] : { s: [row.s[0], row.s[0]], t: [row.t[0], row.t[0]] };
    return this.moveEdge(Math.max(0, at - 1), at > 0 ? 2 : 1, previous, row, side, place + 1);
  }

  /* Move the sentence at a place of a side, and those of its row after it, to the next row. */
  moveDown(at, side, place) {
    const row = this.rows[at];
    const sentences = this.range(row, side);
    if (place < sentences[0] || place >= sentences[1]) return null;
    const isLast = at + 1 === this.rows.length;
    const next = isLast ? { s: [row.s[1], row.s[1]], t: [row.t[1], row.t[1]] } : this.rows[at + 1];
    return this.moveEdge(at, isLast ? 1 : 2, row, next, side, place);
  }

  /* Replace two neighbours by rows that meet at another place of one side; an empty row goes. */
  moveEdge(at, count, first, second, side, edge) {
    const range = (row, name) => [...row[name]];
    const parts = [first, second].map((row) => edited(range(row, "s"), range(row, "t")));
    const name = side === 0 ? "s" : "t";
    parts[0][name][1] = edge;
    parts[1][name][0] = edge;
    const left = parts.filter((row) => row.s[1] > row.s[0] || row.t[1] > row.t[0]);
    if (left.length === 1 && count === 1) return null; // the only sentence of the first or the last row
    return this.replace(at, count, left, "move");
  }

  check(at) {
    const row = this.rows[at];
    return this.replace(at, 1, [{ ...row, checked: !row.checked }], row.checked ? "uncheck" : "check");
  }

  /* The rows in a short form, to be stored: the number of sentences of each side, marks (1: checked, 2: edited, 3: both),
  and the place of the row in the data. */
  save() {
    return this.rows.map((row) => [row.s[1] - row.s[0], row.t[1] - row.t[0], row.checked + 2 * row.edited, row.origin]);
  }

  /* Replace all rows by those that `save` returned; throws if they are not rows of these sentences.

  original: the records of the rows in the data. */
  load(stored, original) {
    const before = this.rows;
    const records = stored.map(([s, t, marks, origin]) => {
      const known = origin === null ? {} : original[origin];
      return { ...known, n: [s, t], checked: marks % 2 === 1, edited: marks > 1, origin };
    });
    this.rows = Model.rowsOf(records);
    try {
      this.checkEverySentence();
    } catch (error) {
      this.rows = before;
      throw error;
    }
    this.done = [];
    this.undone = [];
  }

  summary() {
    const bins = new Array(10).fill(0);
    const counts = { rows: this.rows.length, pairs: 0, unaligned: 0, low: 0, checked: 0, edited: 0, bins };
    for (const row of this.rows) {
      counts[this.isPaired(row) ? "pairs" : "unaligned"] += 1;
      counts.low += this.isLow(row);
      counts.checked += row.checked;
      counts.edited += row.edited;
      if (row.confidence !== null) bins[Math.min(9, Math.floor(row.confidence * 10))] += 1;
    }
    return counts;
  }
}

/* A row that a person has made, and so has checked. */
function edited(s, t) {
  return { ...UNKNOWN, s, t, checked: true, edited: true };
}
