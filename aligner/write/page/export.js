"use strict";
/* What the page saves: the same bytes as the program writes for the same rows. */

const TYPES = { json: "application/json", tsv: "text/tab-separated-values", tmx: "application/xml" };
const READING = 10000; // milliseconds that the browser may take to read a long file

const TABS_AND_LINE_ENDS = /[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+/g;
const NOT_XML_SPACES = /[\v\f\x1c-\x1f]/g;
const NOT_XML = /[\x00-\x08\x0e-\x1b\ufffe\uffff]|\p{Surrogate}/gu;

class Exporter {
  constructor(data, model) {
    this.data = data;
    this.model = model;
  }

  /* Let the browser save a file of one of the `TYPES`. */
  download(kind) {
    const blob = new Blob([this[kind]()], { type: TYPES[kind] });
    const suffix = kind === "json" ? "review.json" : kind;
    const link = element("a", { href: URL.createObjectURL(blob), download: `${this.data.stem}.${suffix}` });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), READING);
  }

  /* The text of the sentences of a side in a row, with the characters between them. */
  passage(side, [first, end]) {
    const gaps = this.data.gaps[side];
    let text = "";
    for (let place = first; place < end; place += 1) {
      if (place > first) text += place in gaps ? gaps[place] : " ";
      text += this.model.sentences[side][place];
    }
    return text;
  }

  /* As the program has it: 1 for a row that a person has checked. */
  confidence(row) {
    return row.checked ? 1 : row.confidence;
  }

  decimals(row) {
    const confidence = this.confidence(row);
    return confidence === null ? "" : confidence.toFixed(3);
  }

  tsv() {
    const oneLine = (text) => text.replace(TABS_AND_LINE_ENDS, " ");
    const lines = this.model.rows.map((row) => {
      const texts = [oneLine(this.passage(0, row.s)), oneLine(this.passage(1, row.t))];
      return [...texts, this.decimals(row), this.model.kind(row)].join("\t");
    });
    return ["src_text\ttrg_text\tconfidence\tkind", ...lines, ""].join("\n");
  }

  tmx() {
    const [source, target] = this.data.languages.map(xmlAttribute);
    const names = this.data.inputs.map(({ name }) => name);
    const types = names.length === 1 ? ["file"] : ["source-file", "target-file"];
    const property = (type, value) => `      <prop type="x-${type}">${xmlText(value)}</prop>\n`;
    const files = names.map((name, at) => property(types[at], name)).join("");
    const segment = (language, text) => `      <tuv xml:lang=${language}><seg>${xmlText(onOneLine(text))}</seg></tuv>\n`;
    const unit = (row) => {
      const decimals = this.decimals(row);
      const properties = (decimals && property("confidence", decimals)) + property("kind", this.model.kind(row)) + files;
      const segments = segment(source, this.passage(0, row.s)) + segment(target, this.passage(1, row.t));
      return `    <tu>\n${properties}${segments}    </tu>\n`;
    };
    const header =
      `  <header creationtool="align" creationtoolversion="${this.data.version}" segtype="sentence" o-tmf="align"` +
      ` adminlang="en" srclang=${source} datatype="plaintext"/>\n`;
    const units = this.model.rows.filter((row) => this.model.isPaired(row)).map(unit).join("");
    return `<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n${header}  <body>\n${units}  </body>\n</tmx>\n`;
  }

  json() {
    const numbers = this.data.numbers;
    const range = (side, [first, end]) => {
      const places = Array.from({ length: end - first }, (_, offset) => first + offset);
      return numbers ? places.map((place) => numbers[side][place]) : places;
    };
    const rows = this.model.rows.map((row) => {
      const record = { source: range(0, row.s), target: range(1, row.t), confidence: this.confidence(row) };
      return { ...record, checked: row.checked, edited: row.edited };
    });
    const { inputs, layout, languages } = this.data;
    const head = { review: 1, inputs, layout, src_lang: languages[0], trg_lang: languages[1] };
    const [source, target] = this.data.sizes || this.model.sentences.map((sentences) => sentences.length);
    const sizes = { src_sentences: source, trg_sentences: target };
    const beads = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
    const text = JSON.stringify({ ...head, ...sizes }, null, 2).replace(/\n}$/, "");
    return `${text},\n  "beads": [\n${beads}\n  ]\n}\n`;
  }
}

/* White space with a line end becomes one space. */
function onOneLine(text) {
  return text.replace(/(?<![ \t])[ \t]*[\r\n][ \t\r\n]*/g, " ");
}

function xmlText(text) {
  const entities = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;" };
  const legal = text.replace(NOT_XML, "\ufffd").replace(NOT_XML_SPACES, " ");
  return legal.replace(/[&<>\r]/g, (character) => entities[character]);
}

function xmlAttribute(text) {
  return `"${xmlText(text).replace(/"/g, "&quot;")}"`;
}
