"use strict";
/* The rows that the page shows: those that fit a filter and a search, in an order; knows nothing of what is drawn.

A new filter, search or order makes the list anew. An edit does not: the rows that it makes take the places of those
that they replace, so that a person sees what became of them and goes on from there. */

const MARKS = /[\p{M}\u0640]/gu; // vowel marks and tatweel, which a search does not see

const FILTERS = {
  all: () => true,
  low: (row, model) => model.isLow(row),
  unaligned: (row, model) => !model.isPaired(row),
  flagged: (row) => row.flags.length > 0,
  unchecked: (row) => !row.checked,
  edited: (row) => row.edited,
};

class RowList {
  constructor(model) {
    this.model = model;
    this.filter = "all";
    this.order = "text";
    this.query = "";
    this.rows = null; // the rows to show, by their places in the model; null for all in the order of the text
    this.folded = null; // sentences as a search sees them
  }

  get count() {
    return this.rows ? this.rows.length : this.model.rows.length;
  }

  rowAt(place) {
    return this.rows ? this.rows[place] : place;
  }

  placeOf(row) {
    return this.rows ? this.rows.indexOf(row) : row;
  }

  make() {
    const { rows } = this.model;
    if (this.filter === "all" && this.order === "text" && !this.query) {
      this.rows = null;
      return;
    }
    const fits = FILTERS[this.filter];
    this.rows = [...rows.keys()].filter((at) => fits(rows[at], this.model) && this.isFound(rows[at]));
    const rank = (at) => (rows[at].checked ? 2 : rows[at].confidence ?? 1);
    if (this.order === "confidence") this.rows.sort((a, b) => rank(a) - rank(b) || a - b);
  }

  isFound(row) {
    if (!this.query) return true;
    if (!this.folded) this.folded = this.model.sentences.map((side) => side.map(fold));
    const text = (side) => this.folded[side].slice(...this.model.range(row, side)).join(" ");
    return text(0).includes(this.query) || text(1).includes(this.query);
  }

  /* Keep the list after an edit: `count` rows of the model from `at` on became `size` rows.

  The new rows take the place of the row `current`, or else of the first row that they replace. */
  keep(at, count, size, current) {
    if (!this.rows) return;
    const isOld = (row) => row >= at && row < at + count;
    const places = [
      isOld(current) ? this.rows.indexOf(current) : -1,
      this.rows.findIndex(isOld),
      this.rows.findIndex((row) => row > at),
      this.rows.length,
    ];
    const place = places.find((candidate) => candidate >= 0);
    const kept = (rows) => rows.filter((row) => !isOld(row)).map((row) => (row < at ? row : row + size - count));
    const made = Array.from({ length: size }, (_, offset) => at + offset);
    this.rows = [...kept(this.rows.slice(0, place)), ...made, ...kept(this.rows.slice(place))];
  }

  /* The next row of low confidence after a row, in the order of the list, from its beginning again, or null. */
  nextLow(row) {
    const place = this.placeOf(row);
    for (let step = 1; step <= this.count; step += 1) {
      const at = this.rowAt((place + step) % this.count);
      if (this.model.isLow(this.model.rows[at])) return at;
    }
    return null;
  }
}

/* A text as a search sees it. */
function fold(text) {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase();
}
