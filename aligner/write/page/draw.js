"use strict";
/* A row as elements of the document. */

const MIDDLE = 0.6; // a row of low confidence that is not below it is more often right than wrong
const EVIDENCE = ["kind", "length", "breaks", "words"];
const CONTEXT = 300; // characters of a neighbour that are shown; one line has fewer
const DIRECTION_CONTROLS = /[\u202a-\u202e\u2066-\u2069]/; // embeddings, overrides and isolates
const MARKS_OF_ROWS = { checked: "isChecked", edited: "isEdited" };
const ACTIONS = { merge: "m", split: "s", up: "u", down: "d", check: "c" };

const byId = (id) => document.getElementById(id);

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

function levelOf(confidence) {
  if (confidence >= LOW) return "high";
  return confidence >= MIDDLE ? "middle" : "low";
}

class RowDrawing {
  constructor(data, model, words) {
    this.data = data;
    this.model = model;
    this.words = words;
  }

  /* The element of a row.

  at: the row.
  place, count: its place in the list, and the number of rows there.
  hasContext: true to show its neighbours, which the list may lack.
  isCurrent: true for the row that keys act on; it has the buttons.
  chosen: side and place of its chosen sentence, or null. */
  row(at, { place, count, hasContext, isCurrent, chosen }) {
    const row = this.model.rows[at];
    const level = row.checked ? "checked" : row.confidence === null ? "middle" : levelOf(row.confidence);
    const node = element("div", {
      class: `row ${level}${isCurrent ? " current" : ""}`,
      role: "listitem",
      tabindex: isCurrent ? "0" : "-1",
      "data-row": at,
      "aria-label": this.label(at),
      "aria-describedby": `s${at} t${at}`,
      "aria-posinset": place + 1,
      "aria-setsize": count,
      "aria-current": isCurrent ? "true" : null,
    });
    if (hasContext) node.append(...this.context(at - 1));
    node.append(this.facts(at), this.side(at, 0, chosen), this.side(at, 1, chosen));
    if (hasContext) node.append(...this.context(at + 1));
    if (row.why) node.append(this.evidence(row.why));
    if (isCurrent) node.append(this.actions(row));
    return node;
  }

  label(at) {
    const row = this.model.rows[at];
    const parts = [this.words.text("row", { number: at + 1 }), this.model.kind(row)];
    if (row.confidence !== null && !row.checked) {
      parts.push(this.words.text("confidenceOf", { confidence: row.confidence.toFixed(3) }));
    }
    return [...parts, ...this.marks(row), ...this.flags(row)].join(", ");
  }

  marks(row) {
    return Object.keys(MARKS_OF_ROWS).filter((mark) => row[mark]).map((mark) => this.words.text(MARKS_OF_ROWS[mark]));
  }

  /* The flags of a row, and one of the page: characters that no one sees can show a text in another order. */
  flags(row) {
    const flags = row.flags.map((flag) => this.words.name("flag", flag));
    const isTurned = [0, 1].some((side) => this.model.texts(row, side).some((text) => DIRECTION_CONTROLS.test(text)));
    return isTurned ? [...flags, this.words.text("hasControls")] : flags;
  }

  facts(at) {
    const row = this.model.rows[at];
    const marks = this.marks(row).join(" · ");
    const confidence = row.confidence === null || row.checked ? marks || "–" : row.confidence.toFixed(3);
    const facts = element("div", { class: "facts" });
    facts.append(element("span", { class: "number" }, String(at + 1)), " ");
    facts.append(element("bdi", {}, this.model.kind(row)), " ");
    facts.append(element("span", { class: "confidence" }, confidence));
    for (const flag of this.flags(row)) facts.append(" ", element("bdi", { class: "flag" }, flag));
    return facts;
  }

  /* The attributes of the language of a side. */
  language(side) {
    return { lang: this.data.languages[side], dir: this.data.directions[side] };
  }

  side(at, side, chosen) {
    const row = this.model.rows[at];
    const [first, end] = this.model.range(row, side);
    const id = `${side === 0 ? "s" : "t"}${at}`;
    if (first === end) return element("div", { class: "side missing", id }, this.words.text("missing"));
    const node = element("div", { class: "side", id, ...this.language(side) });
    for (let place = first; place < end; place += 1) {
      const isChosen = chosen && chosen.side === side && chosen.place === place;
      const sentence = element("bdi", {
        class: `sentence${isChosen ? " chosen" : ""}`,
        dir: "auto",
        tabindex: isChosen ? "-1" : null,
        "aria-current": isChosen ? "true" : null,
        "data-side": side,
        "data-place": place,
      });
      sentence.append(this.model.sentences[side][place]);
      node.append(sentence, " ");
    }
    return node;
  }

  /* A neighbour of a row, dimmed: edits act on it. */
  context(at) {
    const row = this.model.rows[at];
    if (!row) return [];
    const node = element("div", { class: "context" }, element("span", {}, String(at + 1)));
    for (const side of [0, 1]) {
      const text = this.model.texts(row, side).join(" ").slice(0, CONTEXT);
      node.append(element("div", { class: "side", ...this.language(side) }, element("bdi", { dir: "auto" }, text)));
    }
    return [node];
  }

  evidence(why) {
    const table = element("table");
    const add = (name, ...values) => {
      table.append(element("tr", {}, element("th", { scope: "row" }, name), element("td", {}, ...values)));
    };
    const isolated = (text) => element("bdi", {}, text);
    for (const name of EVIDENCE) add(this.words.name("evidence", name), isolated(String(why[name])));
    const words = why.matched.flatMap(([source, target]) => [" · ", isolated(source), " = ", isolated(target)]);
    if (words.length) add(this.words.text("matched"), ...words.slice(1));
    for (const [name, key] of [["both", "numbersBoth"], ["src", "numbersSource"], ["trg", "numbersTarget"]]) {
      if (why.numbers[name].length) add(this.words.text(key), isolated(why.numbers[name].join(" ")));
    }
    return element("details", {}, element("summary", {}, this.words.text("evidence")), table);
  }

  actions(row) {
    const buttons = Object.entries(ACTIONS).map(([action, key]) => {
      const pressed = action === "check" ? String(row.checked) : null;
      const attributes = { type: "button", "data-action": action, "aria-pressed": pressed, "aria-keyshortcuts": key };
      return element("button", attributes, this.words.text(action), element("kbd", { "aria-hidden": "true" }, key));
    });
    return element("div", { class: "actions", role: "group", "aria-label": this.words.text("actions") }, ...buttons);
  }
}
