"use strict";
/* Keys, clicks and events of the browser, and what they do to the page. */

const SEARCH_DELAY = 150; // milliseconds after a key before a search
const KEYS = {
  j: "nextRow", k: "previousRow", n: "nextLow", z: "undo", y: "redo",
  m: "merge", s: "split", u: "up", d: "down", c: "check",
};

class Controls {
  constructor(page) {
    this.page = page;
    this.listen();
  }

  listen() {
    document.addEventListener("keydown", (event) => this.onKey(event));
    byId("rows").addEventListener("click", (event) => this.onClick(event));
    byId("filter").addEventListener("change", (event) => this.page.setView({ filter: event.target.value }));
    byId("order").addEventListener("change", (event) => this.page.setView({ order: event.target.value }));
    byId("search").addEventListener("input", (event) => {
      clearTimeout(this.searching);
      this.searching = setTimeout(() => this.page.setView({ query: fold(event.target.value.trim()) }), SEARCH_DELAY);
    });
    byId("earlier").addEventListener("click", () => this.page.widen(-STEP));
    byId("later").addEventListener("click", () => this.page.widen(STEP));
    const buttons = { "next-low": "nextLow", undo: "undo", redo: "redo" };
    for (const [id, action] of Object.entries(buttons)) byId(id).addEventListener("click", () => this.page.act(action));
    for (const kind of Object.keys(TYPES)) byId(`save-${kind}`).addEventListener("click", () => this.page.exporter.download(kind));
    byId("help").addEventListener("click", () => byId("keys").showModal());
    byId("language").addEventListener("click", () => {
      this.page.words.language = this.page.words.language === "ar" ? "en" : "ar";
      this.page.translate();
    });
    new IntersectionObserver((entries) => {
      if (entries.at(-1).isIntersecting) this.page.widen(STEP);
    }).observe(byId("later"));
    addEventListener("storage", (event) => this.page.onStorage(event));
    addEventListener("beforeunload", (event) => {
      if (!this.page.kept.isStored) event.preventDefault(); // the browser asks whether to leave
    });
    addEventListener("beforeprint", () => this.page.drawAll());
    addEventListener("afterprint", () => this.page.showCurrent());
  }

  onClick(event) {
    const node = event.target.closest("[data-row]");
    if (!node) return;
    const button = event.target.closest("button");
    if (button) {
      this.page.act(button.dataset.action);
      return;
    }
    if (event.target.closest("details")) return;
    const sentence = event.target.closest(".sentence");
    const chosen = sentence ? { side: Number(sentence.dataset.side), place: Number(sentence.dataset.place) } : null;
    if (String(getSelection())) return; // text is being selected, to be copied
    this.page.select(Number(node.dataset.row), chosen);
  }

  onKey(event) {
    if (byId("keys").open) return;
    const { target } = event;
    if (target.matches("input, select, textarea")) {
      if (event.key === "Escape") this.page.focusCurrent();
      return;
    }
    if (event.altKey) return;
    const key = latinOf(event);
    if (event.ctrlKey || event.metaKey) {
      if (key === "z" || key === "y") this.press(event, event.shiftKey || key === "y" ? "redo" : "undo");
      return;
    }
    if (key === "?" || key === "؟") this.run(event, () => byId("keys").showModal());
    else if (key === "/") this.run(event, () => byId("search").focus());
    else if (event.key === "ArrowDown") this.press(event, "nextRow");
    else if (event.key === "ArrowUp") this.press(event, "previousRow");
    else if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      const forward = (event.key === "ArrowRight") === (document.documentElement.dir === "ltr");
      this.run(event, () => this.page.chooseSentence(forward ? 1 : -1));
    } else if (event.key === " " && !target.matches("button, summary")) this.press(event, "check");
    else if (key === "z" && event.shiftKey) this.press(event, "redo");
    else if (key in KEYS) this.press(event, KEYS[key]);
  }

  press(event, action) {
    this.run(event, () => this.page.act(action));
  }

  run(event, what) {
    event.preventDefault();
    what();
  }
}

/* What a key writes, and on a keyboard of another script what the Latin keyboard has there. */
function latinOf(event) {
  const key = event.key.toLowerCase();
  if (!/^[^\x00-\x7f]$/.test(key) || key === "؟") return key;
  return event.code === "Slash" ? "/" : event.code.replace("Key", "").toLowerCase();
}
