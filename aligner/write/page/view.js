"use strict";
/* What is drawn, and what keys and buttons do. Only a window of the rows is in the document. */

const WINDOW = 120; // rows that are drawn at the same time
const STEP = 60; // rows that are added at an edge of the window
const SAVE_DELAY = 400; // milliseconds after an edit before the work is stored
const SEARCH_DELAY = 150; // milliseconds after a key before a search
const MARKS = /[\p{M}\u0640]/gu; // vowel marks and tatweel, which a search does not see
const EVIDENCE = ["kind", "length", "breaks", "words"];
const KEYS = {
  j: "nextRow", k: "previousRow", n: "nextLow", m: "merge", s: "split", u: "up", d: "down", c: "check", z: "undo", y: "redo",
};

const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

class Page {
  constructor(data) {
    this.data = data;
    this.model = new Model(data);
    this.exporter = new Exporter(data, this.model);
    this.language = navigator.language.startsWith("ar") ? "ar" : "en";
    this.current = 0; // the row that keys act on
    this.chosen = null; // side and place of the chosen sentence of that row
    this.filter = "all";
    this.order = "text";
    this.query = "";
    this.list = null; // the rows to show; null for all in the order of the text
    this.from = 0; // the window, by places in the list
    this.to = WINDOW;
    this.folded = null; // sentences as a search sees them
    this.restored = this.restore();
    this.listen();
    this.translate();
    if (this.restored) this.say("restored");
  }

  // Words

  text(key, values = {}) {
    const digits = new Intl.NumberFormat(this.language === "ar" ? "ar-u-nu-latn" : "en");
    const shown = (value) => (typeof value === "number" ? digits.format(value) : value);
    return STRINGS[this.language][key].replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  }

  translate() {
    document.documentElement.lang = this.language;
    document.documentElement.dir = this.language === "ar" ? "rtl" : "ltr";
    for (const node of document.querySelectorAll("[data-text]")) {
      node.textContent = this.text(node.dataset.text);
      if (node.dataset.key) node.append(element("kbd", { "aria-hidden": "true" }, node.dataset.key));
    }
    for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", this.text(node.dataset.label));
    byId("search").placeholder = this.text("search");
    byId("language").textContent = this.language === "ar" ? "English" : "العربية";
    byId("language").lang = this.language === "ar" ? "en" : "ar";
    byId("title").textContent = this.data.title;
    this.drawKeys();
    this.refresh();
  }

  say(key, values) {
    byId("said").textContent = this.text(key, values);
  }

  // The list of rows that fit, and the window

  matches(row) {
    const fits = {
      all: () => true,
      low: () => this.model.isLow(row),
      unaligned: () => !this.model.isPaired(row),
      flagged: () => row.flags.length > 0,
      unchecked: () => !row.checked,
      edited: () => row.edited,
    };
    return fits[this.filter]() && (!this.query || this.holds(row, this.query));
  }

  holds(row, query) {
    if (!this.folded) this.folded = this.model.sentences.map((side) => side.map(fold));
    return [row.s, row.t].some(([first, end], side) => this.folded[side].slice(first, end).join(" ").includes(query));
  }

  makeList() {
    const { rows } = this.model;
    if (this.filter === "all" && this.order === "text" && !this.query) {
      this.list = null;
      return;
    }
    this.list = [];
    rows.forEach((row, at) => {
      if (this.matches(row)) this.list.push(at);
    });
    const rank = (at) => (rows[at].checked ? 2 : rows[at].confidence ?? 1);
    if (this.order === "confidence") this.list.sort((a, b) => rank(a) - rank(b) || a - b);
  }

  get count() {
    return this.list ? this.list.length : this.model.rows.length;
  }

  rowAt(place) {
    return this.list ? this.list[place] : place;
  }

  placeOf(row) {
    return this.list ? this.list.indexOf(row) : row;
  }

  centre(place) {
    this.from = Math.max(0, Math.min(place - WINDOW / 2, this.count - WINDOW));
    this.to = Math.min(this.count, this.from + WINDOW);
  }

  // Drawing

  /* Make the list anew, and draw the window around the current row. */
  refresh() {
    this.makeList();
    this.showCurrent();
  }

  showCurrent() {
    this.current = Math.max(0, Math.min(this.current, this.model.rows.length - 1));
    let place = this.placeOf(this.current);
    if (place < 0 && this.count) {
      place = this.list.findIndex((row) => row >= this.current);
      if (place < 0) place = 0;
      this.current = this.rowAt(place);
      this.chosen = null;
    }
    if (place < this.from || place >= this.to || this.to > this.count) this.centre(Math.max(0, place));
    this.draw();
  }

  draw() {
    this.to = Math.min(this.count, Math.max(this.to, Math.min(this.count, WINDOW)));
    const rows = [];
    for (let place = this.from; place < this.to; place += 1) rows.push(this.drawRow(this.rowAt(place)));
    byId("rows").replaceChildren(...rows);
    byId("earlier").hidden = this.from === 0;
    byId("later").hidden = this.to === this.count;
    byId("nothing").hidden = this.count > 0;
    const shown = { first: this.from + 1, last: this.to, all: this.count };
    byId("position").textContent = this.count ? this.text("position", shown) : "";
    this.drawSummary();
  }

  drawSummary() {
    const counts = this.model.summary();
    byId("summary").textContent = this.text("summary", counts);
    byId("undo").disabled = this.model.done.length === 0;
    byId("redo").disabled = this.model.undone.length === 0;
    byId("next-low").disabled = counts.low === 0;
    const most = Math.max(1, ...counts.bins);
    const bars = counts.bins.map((count, tenth) => {
      const bar = element("span", { class: levelOf((tenth + 0.5) / 10) });
      bar.style.height = `${(100 * count) / most}%`;
      return bar;
    });
    byId("histogram").replaceChildren(...bars);
    byId("histogram").setAttribute("aria-label", this.text("histogram", { counts: counts.bins.join(", ") }));
  }

  drawRow(at) {
    const row = this.model.rows[at];
    const isCurrent = at === this.current;
    const level = row.checked ? "checked" : row.confidence === null ? "middle" : levelOf(row.confidence);
    const node = element("div", {
      class: `row ${level}${isCurrent ? " current" : ""}`,
      role: "listitem",
      tabindex: isCurrent ? "0" : "-1",
      "data-row": at,
      "aria-label": this.label(at),
    });
    if (this.list) node.append(...this.drawContext(at - 1));
    node.append(this.drawFacts(at), this.drawSide(row, 0), this.drawSide(row, 1));
    if (this.list) node.append(...this.drawContext(at + 1));
    if (row.why) node.append(this.drawWhy(row.why));
    if (isCurrent) node.append(this.drawActions(at));
    return node;
  }

  label(at) {
    const row = this.model.rows[at];
    const parts = [this.text("row", { number: at + 1 }), this.model.kind(row)];
    if (row.confidence !== null) parts.push(this.text("confidenceOf", { confidence: row.confidence.toFixed(3) }));
    if (row.checked) parts.push(this.text("isChecked"));
    if (row.edited) parts.push(this.text("isEdited"));
    return [...parts, ...row.flags].join(", ");
  }

  drawFacts(at) {
    const row = this.model.rows[at];
    const facts = element("div", { class: "facts" });
    facts.append(element("span", { class: "number" }, String(at + 1)), " ", element("bdi", {}, this.model.kind(row)), " ");
    const words = [row.checked && this.text("isChecked"), row.edited && this.text("isEdited")].filter(Boolean);
    const confidence = row.confidence === null || row.checked ? words.join(", ") || "–" : row.confidence.toFixed(3);
    facts.append(element("span", { class: "confidence" }, confidence));
    for (const flag of row.flags) facts.append(element("bdi", { class: "flag" }, flag), " ");
    return facts;
  }

  drawSide(row, side) {
    const [first, end] = side === 0 ? row.s : row.t;
    const language = { lang: this.data.languages[side], dir: this.data.directions[side] };
    if (first === end) return element("div", { class: "side missing" }, this.text("missing"));
    const node = element("div", { class: "side", ...language });
    for (let place = first; place < end; place += 1) {
      const isChosen = this.chosen && this.chosen.side === side && this.chosen.place === place;
      const sentence = element("bdi", { class: `sentence${isChosen ? " chosen" : ""}`, dir: "auto", "data-side": side, "data-place": place });
      sentence.textContent = this.model.sentences[side][place];
      node.append(sentence);
    }
    return node;
  }

  /* A neighbour of a row, dimmed, where the list may lack it: edits act on it. */
  drawContext(at) {
    const row = this.model.rows[at];
    if (!row) return [];
    const node = element("div", { class: "context" }, element("span", { class: "number" }, String(at + 1)));
    for (const side of [0, 1]) {
      const [first, end] = side === 0 ? row.s : row.t;
      const text = element("bdi", { dir: "auto" });
      text.textContent = this.model.sentences[side].slice(first, end).join(" ").slice(0, 300);
      node.append(element("div", { class: "side", lang: this.data.languages[side], dir: this.data.directions[side] }, text));
    }
    return [node];
  }

  drawWhy(why) {
    const table = element("table");
    const add = (name, value) => {
      const cell = element("td");
      cell.append(value);
      table.append(element("tr", {}, element("th", { scope: "row" }, name), cell));
    };
    for (const name of EVIDENCE) add(name, element("bdi", {}, String(why[name])));
    const words = element("span");
    for (const [source, target] of why.matched) words.append(element("bdi", {}, source), " = ", element("bdi", {}, target), "  ");
    if (why.matched.length) add(this.text("matched"), words);
    if (why.numbers.both.length) add(this.text("numbersBoth"), element("bdi", {}, why.numbers.both.join(" ")));
    return element("details", {}, element("summary", {}, this.text("evidence")), table);
  }

  drawActions(at) {
    const actions = element("div", { class: "actions", role: "group", "aria-label": this.text("actions") });
    const buttons = [["merge", "m"], ["split", "s"], ["up", "u"], ["down", "d"], ["check", "c"]];
    for (const [action, key] of buttons) {
      const pressed = action === "check" ? String(this.model.rows[at].checked) : null;
      const button = element("button", { type: "button", "data-action": action, "aria-pressed": pressed }, this.text(action));
      button.append(element("kbd", { "aria-hidden": "true" }, key));
      actions.append(button);
    }
    return actions;
  }

  drawKeys() {
    const lines = [
      ["↓ ↑ j k", "keyRows"], ["← →", "keySentences"], ["n", "nextLow"], ["m", "merge"], ["s", "split"], ["u", "up"], ["d", "down"],
      ["Space c", "keySpace"], ["z", "undo"], ["y", "redo"], ["/", "keySearch"],
    ];
    const nodes = lines.flatMap(([keys, key]) => [
      element("dt", {}, ...keys.split(" ").map((name) => element("kbd", {}, name))),
      element("dd", {}, this.text(key)),
    ]);
    byId("key-list").replaceChildren(...nodes);
  }

  // Moving

  select(at, chosen = null, { focus = true } = {}) {
    const isDrawn = (row) => byId("rows").querySelector(`[data-row="${row}"]`);
    const before = this.current;
    this.current = at;
    this.chosen = chosen;
    const place = this.placeOf(at);
    if (place < this.from || place >= this.to) {
      this.centre(Math.max(0, place));
      this.draw();
    } else {
      for (const row of new Set([before, at])) {
        const node = isDrawn(row);
        if (node) node.replaceWith(this.drawRow(row));
      }
    }
    if (focus) this.focusCurrent();
  }

  focusCurrent() {
    const node = byId("rows").querySelector(".current");
    if (!node) return;
    node.focus({ preventScroll: true });
    node.scrollIntoView({ block: "nearest" });
  }

  move(step) {
    const place = this.placeOf(this.current) + step;
    if (place >= 0 && place < this.count) this.select(this.rowAt(place));
  }

  chooseSentence(step) {
    const row = this.model.rows[this.current];
    const all = [row.s, row.t].flatMap(([first, end], side) =>
      Array.from({ length: end - first }, (_, offset) => ({ side, place: first + offset })),
    );
    const is = (a, b) => a && a.side === b.side && a.place === b.place;
    const now = all.findIndex((sentence) => is(this.chosen, sentence));
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.max(0, Math.min(all.length - 1, now + step));
    this.select(this.current, all[next]);
  }

  nextLow() {
    const { rows } = this.model;
    for (let step = 1; step <= rows.length; step += 1) {
      const at = (this.current + step) % rows.length;
      if (this.model.isLow(rows[at]) && this.placeOf(at) >= 0) {
        this.select(at);
        return;
      }
    }
    this.say("saidNoLow");
  }

  // Editing

  /* The sentence that an edit acts on: the chosen one, or the last one that a split makes sense for. */
  target() {
    if (this.chosen) return this.chosen;
    const row = this.model.rows[this.current];
    const side = row.s[1] - row.s[0] > row.t[1] - row.t[0] || row.t[1] === row.t[0] ? 0 : 1;
    return { side, place: (side === 0 ? row.s : row.t)[1] - 1 };
  }

  edit(action) {
    const at = this.current;
    const { side, place } = this.target();
    const edits = {
      merge: () => this.model.merge(at),
      split: () => this.model.split(at, side, place),
      up: () => this.model.moveUp(at, side, this.chosen ? place : (side === 0 ? this.model.rows[at].s : this.model.rows[at].t)[0]),
      down: () => this.model.moveDown(at, side, place),
      check: () => this.model.check(at),
    };
    const made = edits[action]();
    if (!made) {
      this.say("saidNone");
      return;
    }
    this.chosen = null;
    const names = { merge: "saidMerge", split: "saidSplit", move: "saidMove", check: "saidCheck", uncheck: "saidUncheck" };
    this.afterEdit(names[made.name], { number: at + 1, next: at + 2 });
  }

  history(edit, said) {
    if (!edit) {
      this.say("saidNone");
      return;
    }
    this.current = edit.at;
    this.chosen = null;
    this.afterEdit(said);
  }

  afterEdit(said, values) {
    const current = this.current;
    this.makeList();
    // A row stays in view after an edit, even if it does not fit the filter any more.
    if (this.list && !this.list.includes(current) && current < this.model.rows.length) {
      const after = this.list.findIndex((row) => row > current);
      this.list.splice(after < 0 || this.order !== "text" ? this.list.length : after, 0, current);
    }
    this.showCurrent();
    this.focusCurrent();
    this.say(said, values);
    clearTimeout(this.saving);
    this.saving = setTimeout(() => this.store(), SAVE_DELAY);
  }

  // Keeping and saving the work

  get storageKey() {
    return `align review ${this.data.key}`;
  }

  store() {
    try {
      localStorage.setItem(this.storageKey, JSON.stringify(this.model.save()));
    } catch {
      this.say("noStorage");
    }
  }

  restore() {
    try {
      const stored = localStorage.getItem(this.storageKey);
      if (!stored) return false;
      this.model.load(JSON.parse(stored), this.data.rows);
      return true;
    } catch {
      return false;
    }
  }

  save(kind) {
    const types = { json: "application/json", tsv: "text/tab-separated-values", tmx: "application/xml" };
    const blob = new Blob([this.exporter[kind]()], { type: types[kind] });
    const link = element("a", { href: URL.createObjectURL(blob), download: `${this.data.stem}.${kind === "json" ? "review.json" : kind}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // Listening

  listen() {
    document.addEventListener("keydown", (event) => this.onKey(event));
    byId("rows").addEventListener("click", (event) => this.onClick(event));
    byId("filter").addEventListener("change", (event) => this.setView({ filter: event.target.value }));
    byId("order").addEventListener("change", (event) => this.setView({ order: event.target.value }));
    byId("search").addEventListener("input", (event) => {
      clearTimeout(this.searching);
      this.searching = setTimeout(() => this.setView({ query: fold(event.target.value.trim()) }), SEARCH_DELAY);
    });
    byId("earlier").addEventListener("click", () => this.widen(-STEP));
    byId("later").addEventListener("click", () => this.widen(STEP));
    const buttons = { "next-low": "nextLow", undo: "undo", redo: "redo" };
    for (const [id, action] of Object.entries(buttons)) byId(id).addEventListener("click", () => this.act(action));
    for (const kind of ["json", "tsv", "tmx"]) byId(`save-${kind}`).addEventListener("click", () => this.save(kind));
    byId("help").addEventListener("click", () => byId("keys").showModal());
    byId("language").addEventListener("click", () => {
      this.language = this.language === "ar" ? "en" : "ar";
      this.translate();
    });
    const edges = new IntersectionObserver((entries) => {
      for (const entry of entries) if (entry.isIntersecting && !entry.target.hidden) this.widen(entry.target.id === "later" ? STEP : -STEP);
    });
    edges.observe(byId("later"));
  }

  setView(view) {
    Object.assign(this, view);
    this.from = 0;
    this.to = WINDOW;
    this.makeList();
    if (this.count && this.placeOf(this.current) < 0) this.current = this.rowAt(0);
    this.chosen = null;
    this.showCurrent();
  }

  /* Draw more rows after the window, or before it. */
  widen(step) {
    const rows = byId("rows");
    if (step > 0) {
      const end = Math.min(this.count, this.to + step);
      for (let place = this.to; place < end; place += 1) rows.append(this.drawRow(this.rowAt(place)));
      this.to = end;
    } else {
      const begin = Math.max(0, this.from + step);
      const added = [];
      for (let place = begin; place < this.from; place += 1) added.push(this.drawRow(this.rowAt(place)));
      rows.prepend(...added);
      this.from = begin;
    }
    byId("earlier").hidden = this.from === 0;
    byId("later").hidden = this.to === this.count;
    byId("position").textContent = this.text("position", { first: this.from + 1, last: this.to, all: this.count });
  }

  act(action) {
    const actions = {
      nextRow: () => this.move(1),
      previousRow: () => this.move(-1),
      nextLow: () => this.nextLow(),
      undo: () => this.history(this.model.undo(), "saidUndo"),
      redo: () => this.history(this.model.redo(), "saidRedo"),
    };
    if (action in actions) actions[action]();
    else if (this.count) this.edit(action);
  }

  onClick(event) {
    const node = event.target.closest("[data-row]");
    if (!node) return;
    const button = event.target.closest("button");
    if (button) {
      this.act(button.dataset.action);
      return;
    }
    if (event.target.closest("details")) return;
    const sentence = event.target.closest(".sentence");
    const chosen = sentence ? { side: Number(sentence.dataset.side), place: Number(sentence.dataset.place) } : null;
    if (String(getSelection())) return; // text is being selected, to be copied
    this.select(Number(node.dataset.row), chosen);
  }

  onKey(event) {
    if (byId("keys").open) return;
    const { target } = event;
    if (target.matches("input, select, textarea")) {
      if (event.key === "Escape") this.focusCurrent();
      return;
    }
    if (event.altKey) return;
    const letter = letterOf(event);
    if (event.ctrlKey || event.metaKey) {
      if (letter === "z" || letter === "y") this.press(event, event.shiftKey || letter === "y" ? "redo" : "undo");
      return;
    }
    if (event.key === "?" || event.key === "؟") this.run(event, () => byId("keys").showModal());
    else if (event.key === "/") this.run(event, () => byId("search").focus());
    else if (event.key === "ArrowDown") this.press(event, "nextRow");
    else if (event.key === "ArrowUp") this.press(event, "previousRow");
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const forward = (event.key === "ArrowRight") === (document.documentElement.dir === "ltr");
      this.run(event, () => this.chooseSentence(forward ? 1 : -1));
    } else if (event.key === " " && !target.matches("button, summary")) this.press(event, "check");
    else if (letter === "z" && event.shiftKey) this.press(event, "redo");
    else if (letter in KEYS) this.press(event, KEYS[letter]);
  }

  press(event, action) {
    this.run(event, () => this.act(action));
  }

  run(event, what) {
    event.preventDefault();
    what();
  }
}

/* The letter of a key: what it writes, or with an Arabic keyboard its Latin letter. */
function letterOf(event) {
  const key = event.key.toLowerCase();
  if (/^[a-z]$/.test(key)) return key;
  return event.code.startsWith("Key") ? event.code.slice(3).toLowerCase() : "";
}

function levelOf(confidence) {
  if (confidence >= LOW) return "high";
  return confidence >= 0.6 ? "middle" : "low";
}

function fold(text) {
  return text.normalize("NFKD").replace(MARKS, "").toLowerCase();
}

const page = new Page(JSON.parse(byId("data").textContent));
