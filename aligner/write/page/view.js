"use strict";
/* The page: its state, and what keys and buttons do to it.

It joins the other scripts: `Model` has the rows, `RowList` chooses those that are shown, `RowDrawing` draws one, `Words`
has the texts, `KeptWork` stores the rows. The *window* is the part of the list that is in the document. */

const WINDOW = 120; // rows that are drawn at the same time
const STEP = 60; // rows that are added at an edge of the window
const HELP = [
  ["↓ ↑ j k", "keyRows"], ["← →", "keySentences"], ["n", "nextLow"], ["m", "merge"], ["s", "split"], ["u", "up"],
  ["d", "down"], ["Space c", "keySpace"], ["z", "undo"], ["y", "redo"], ["/", "keySearch"],
];
const SAID = { merge: "saidMerge", split: "saidSplit", move: "saidMove", check: "saidCheck", uncheck: "saidUncheck" };

class Page {
  constructor(data) {
    this.data = data;
    this.model = new Model(data);
    this.exporter = new Exporter(data, this.model);
    this.kept = new KeptWork(data, this.model);
    this.list = new RowList(this.model);
    this.words = new Words(navigator.language.startsWith("ar") ? "ar" : "en");
    this.drawing = new RowDrawing(data, this.model, this.words);
    this.current = 0; // the row that keys act on
    this.chosen = null; // side and place of the chosen sentence of that row
    this.from = 0; // the window, by places in the list
    this.to = WINDOW;
    const isRestored = this.kept.restore();
    this.translate();
    if (isRestored) this.say("restored");
  }

  // Words

  translate() {
    const { language, direction } = this.words;
    document.documentElement.lang = language;
    document.documentElement.dir = direction;
    for (const node of document.querySelectorAll("[data-text]")) {
      node.textContent = this.words.text(node.dataset.text);
      if (!node.dataset.key) continue;
      node.append(element("kbd", { "aria-hidden": "true" }, node.dataset.key));
      node.setAttribute("aria-keyshortcuts", node.dataset.key);
    }
    for (const node of document.querySelectorAll("[data-label]")) {
      node.setAttribute("aria-label", this.words.text(node.dataset.label));
    }
    byId("search").placeholder = this.words.text("search");
    byId("language").textContent = language === "ar" ? "English" : "العربية";
    byId("language").lang = language === "ar" ? "en" : "ar";
    byId("title").textContent = this.data.title;
    this.drawHelp();
    this.showCurrent();
  }

  drawHelp() {
    const nodes = HELP.flatMap(([keys, key]) => [
      element("dt", {}, ...keys.split(" ").map((name) => element("kbd", {}, name))),
      element("dd", {}, this.words.text(key)),
    ]);
    byId("key-list").replaceChildren(...nodes);
  }

  say(key, values) {
    byId("said").textContent = this.words.text(key, values);
  }

  // The window

  centre(place) {
    this.from = Math.max(0, Math.min(place - WINDOW / 2, this.list.count - WINDOW));
    this.to = Math.min(this.list.count, this.from + WINDOW);
  }

  /* Draw the window, with the current row in it; if the list lacks this row, the next one of the list becomes current. */
  showCurrent() {
    this.current = Math.max(0, Math.min(this.current, this.model.rows.length - 1));
    let place = this.list.placeOf(this.current);
    if (place < 0 && this.list.count) {
      place = Math.max(0, this.list.rows.findIndex((row) => row >= this.current));
      this.current = this.list.rowAt(place);
      this.chosen = null;
    }
    const isOutside = place < this.from || place >= this.to || this.to > this.list.count;
    // A window that grew while a person scrolled would make each edit slow.
    if (isOutside || this.to - this.from > 2 * WINDOW) this.centre(Math.max(0, place));
    this.draw();
  }

  draw() {
    this.to = Math.min(this.list.count, Math.max(this.to, this.from + WINDOW));
    byId("rows").replaceChildren(...this.drawRows(this.from, this.to));
    byId("nothing").hidden = this.list.count > 0;
    this.drawPosition();
    this.drawSummary();
  }

  /* Draw the rows outside of the window as well, to be printed. */
  drawAll() {
    this.from = 0;
    this.to = this.list.count;
    this.draw();
  }

  drawRows(from, to) {
    return Array.from({ length: to - from }, (_, offset) => this.drawRow(from + offset));
  }

  drawRow(place) {
    const at = this.list.rowAt(place);
    const isCurrent = at === this.current;
    return this.drawing.row(at, {
      place,
      isCurrent,
      count: this.list.count,
      hasContext: this.list.rows !== null,
      chosen: isCurrent ? this.chosen : null,
    });
  }

  drawPosition() {
    const { count } = this.list;
    byId("earlier").hidden = this.from === 0;
    byId("later").hidden = this.to === count;
    const shown = { first: this.from + 1, last: this.to, all: count };
    byId("position").textContent = count ? this.words.text("position", shown) : "";
  }

  drawSummary() {
    const counts = this.model.summary();
    byId("summary").textContent = this.words.text("summary", counts);
    byId("undo").disabled = this.model.done.length === 0;
    byId("redo").disabled = this.model.undone.length === 0;
    byId("next-low").disabled = counts.low === 0;
    byId("no-storage").hidden = this.kept.isStored;
    const highest = Math.max(1, ...counts.bins);
    const bars = counts.bins.map((count, tenth) => {
      const bar = element("span", { class: levelOf((tenth + 0.5) / 10) });
      bar.style.height = `${(100 * count) / highest}%`;
      return bar;
    });
    byId("histogram").replaceChildren(...bars);
    byId("histogram").setAttribute("aria-label", this.words.text("histogram", { counts: counts.bins.join(", ") }));
  }

  /* Draw more rows after the window, or before it. */
  widen(step) {
    if (step > 0) {
      const end = Math.min(this.list.count, this.to + step);
      byId("rows").append(...this.drawRows(this.to, end));
      this.to = end;
    } else {
      const begin = Math.max(0, this.from + step);
      byId("rows").prepend(...this.drawRows(begin, this.from));
      this.from = begin;
    }
    this.drawPosition();
  }

  // Moving

  nodeOf(at) {
    return byId("rows").querySelector(`[data-row="${at}"]`);
  }

  /* Draw anew, and leave a row where it is on the screen: buttons come and go above it. */
  holding(at, draw) {
    const top = () => this.nodeOf(at)?.getBoundingClientRect().top;
    const before = top();
    draw();
    const after = top();
    if (before !== undefined && after !== undefined) scrollBy({ top: after - before, behavior: "instant" });
  }

  select(at, chosen = null) {
    this.holding(at, () => {
      const before = this.current;
      this.current = at;
      this.chosen = chosen;
      const place = this.list.placeOf(at);
      if (place < this.from || place >= this.to) {
        this.centre(Math.max(0, place));
        this.draw();
        return;
      }
      for (const row of new Set([before, at])) this.nodeOf(row)?.replaceWith(this.drawRow(this.list.placeOf(row)));
    });
    this.focusCurrent();
  }

  focusCurrent() {
    const node = byId("rows").querySelector(".chosen") || byId("rows").querySelector(".current");
    if (!node) return;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    const place = this.list.placeOf(this.current) + step;
    if (place >= 0 && place < this.list.count) this.select(this.list.rowAt(place));
  }

  chooseSentence(step) {
    if (!this.list.count) return;
    const row = this.model.rows[this.current];
    const sentences = [row.s, row.t].flatMap(([first, end], side) =>
      Array.from({ length: end - first }, (_, offset) => ({ side, place: first + offset })),
    );
    const { chosen } = this;
    const now = sentences.findIndex(({ side, place }) => chosen && chosen.side === side && chosen.place === place);
    const next = now < 0 && step < 0 ? sentences.length - 1 : now + step;
    this.select(this.current, sentences[Math.max(0, Math.min(sentences.length - 1, next))]);
  }

  nextLow() {
    const at = this.list.count ? this.list.nextLow(this.current) : null;
    if (at === null || at === this.current) this.say("saidNoLow");
    else this.select(at);
  }

  setView(view) {
    Object.assign(this.list, view);
    this.list.make();
    this.from = 0;
    this.to = WINDOW;
    this.chosen = null;
    this.showCurrent();
  }

  // Editing

  /* The sentence that an edit acts on: the chosen one, or the one next to the edge that the edit moves.

  Without a chosen one it is on the side that has more sentences, and on the target side if they are as many. */
  target(action) {
    if (this.chosen) return this.chosen;
    const { s, t } = this.model.rows[this.current];
    const side = s[1] - s[0] > t[1] - t[0] ? 0 : 1;
    const [first, end] = side === 0 ? s : t;
    return { side, place: action === "up" ? first : end - 1 };
  }

  edit(action) {
    const at = this.current;
    const { side, place } = this.target(action);
    const edits = {
      merge: () => this.model.merge(at),
      split: () => this.model.split(at, side, place),
      up: () => this.model.moveUp(at, side, place),
      down: () => this.model.moveDown(at, side, place),
      check: () => this.model.check(at),
    };
    const edit = edits[action]();
    if (!edit) {
      this.say("saidNone");
      return;
    }
    const { before, after } = edit;
    this.afterEdit(edit, before, after, Math.min(at, edit.at + after.length - 1));
    this.say(SAID[edit.name], { number: at + 1, next: at + 2 });
  }

  undo() {
    const edit = this.model.undo();
    if (edit) this.afterEdit(edit, edit.after, edit.before, edit.at);
    this.say(edit ? "saidUndo" : "saidNone");
  }

  redo() {
    const edit = this.model.redo();
    if (edit) this.afterEdit(edit, edit.before, edit.after, edit.at);
    this.say(edit ? "saidRedo" : "saidNone");
  }

  /* Show and store the rows after an edit that replaced the rows `from` by the rows `to`.

  current: the row that becomes current. */
  afterEdit(edit, from, to, current) {
    this.list.keep(edit.at, from.length, to.length, this.current);
    this.chosen = null;
    this.current = current;
    this.kept.store();
    this.holding(current, () => this.showCurrent());
    this.focusCurrent();
  }

  /* Do what a key or a button stands for. */
  act(action) {
    const actions = {
      nextRow: () => this.move(1),
      previousRow: () => this.move(-1),
      nextLow: () => this.nextLow(),
      undo: () => this.undo(),
      redo: () => this.redo(),
    };
    if (action in actions) actions[action]();
    else if (this.list.count) this.edit(action);
  }

  /* Take over the work of another tab, so that neither tab overwrites what was done in the other. */
  onStorage(event) {
    if (event.key !== this.kept.key || !this.kept.load(event.newValue)) return;
    this.list.make();
    this.chosen = null;
    this.showCurrent();
    this.say("otherTab");
  }
}

const page = new Page(JSON.parse(byId("data").textContent));
new Controls(page);
