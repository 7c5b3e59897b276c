"use strict";
/* The words of the interface in both languages. `{name}` is replaced. A number stands after a colon, so that no word
has to agree with it. */

const STRINGS = {
  en: {
    actions: "Actions on this row", check: "Checked", close: "Close", confidenceOf: "confidence {confidence}",
    down: "Move down", earlier: "Earlier rows", evidence: "Evidence", evidence_breaks: "paragraphs", evidence_kind: "kind",
    evidence_length: "lengths", evidence_words: "words", filterAll: "All rows", filterEdited: "Edited",
    filterFlagged: "With flags", filterLow: "Low confidence", filterUnaligned: "Without a partner",
    filterUnchecked: "Not checked", "flag_big-bead": "many sentences", "flag_gap-nearby": "gap nearby",
    flag_language: "language", flag_length: "lengths differ", flag_numbers: "numbers differ", help: "Help",
    histogram: "Confidence of the rows, from 0 to 1 in tenths: {counts}", isChecked: "checked", isEdited: "edited",
    hasControls: "hidden direction characters", keyRows: "Next and previous row", keySearch: "Search", keySentences: "Choose a sentence of the row",
    keySpace: "Mark as checked, or take the mark back",
    keysNote: "Split and move act on the chosen sentence; the arrow keys or a click choose it. Move takes along the sentences between it and the neighbouring row. A row that you edit counts as checked.",
    keysTitle: "Keys", later: "Later rows", matched: "matched words", merge: "Merge with next", missing: "no sentence",
    nextLow: "Next low", nothing: "No row fits.",
    noStorage: "This browser does not keep the work on this page. Save the review often.",
    numbersBoth: "numbers on both sides", numbersSource: "numbers on the first side only",
    numbersTarget: "numbers on the second side only", order: "Order", orderConfidence: "Lowest first",
    orderText: "Text order", otherTab: "The rows are now those of another tab with this text.",
    position: "Rows {first} to {last} of {all}", redo: "Redo", restored: "Your earlier work on this text was restored.",
    row: "Row {number}", rows: "Rows", save: "Save", saveReview: "Save review", saidCheck: "Row {number} is checked.",
    saidMerge: "Rows {number} and {next} were merged.", saidMove: "The sentence was moved.",
    saidNoLow: "There is no other row of low confidence.", saidNone: "That cannot be done here.", saidRedo: "Done again.",
    saidSplit: "Row {number} was split.", saidUncheck: "Row {number} is not checked.", saidUndo: "Undone.",
    search: "Search", show: "Show", skip: "To the rows", split: "Split here",
    summary: "Pairs: {pairs} · Without a partner: {unaligned} · Low confidence: {low} · Checked: {checked}",
    tools: "Tools", undo: "Undo", up: "Move up",
  },
  ar: {
    actions: "إجراءات هذا الصف", check: "تمت مراجعته", close: "إغلاق", confidenceOf: "درجة الثقة {confidence}",
    down: "نقل إلى الأسفل", earlier: "الصفوف السابقة", evidence: "الأدلة", evidence_breaks: "الفقرات",
    evidence_kind: "نوع الصف", evidence_length: "الأطوال", evidence_words: "الكلمات", filterAll: "كل الصفوف",
    filterEdited: "المعدَّلة", filterFlagged: "ذات الملاحظات", filterLow: "ضعيفة الثقة", filterUnaligned: "بلا مقابل",
    filterUnchecked: "غير المراجَعة", "flag_big-bead": "جمل كثيرة", "flag_gap-nearby": "بجوار فجوة",
    flag_language: "اللغة", flag_length: "الأطوال متفاوتة", flag_numbers: "الأرقام مختلفة", help: "مساعدة",
    histogram: "توزيع الثقة في الصفوف بالأعشار من 0 إلى 1: {counts}", isChecked: "مراجَع", isEdited: "معدَّل",
    hasControls: "محارف اتجاه خفية", keyRows: "الصف التالي أو السابق", keySearch: "البحث", keySentences: "اختيار جملة في الصف",
    keySpace: "وضع علامة المراجعة أو إزالتها",
    keysNote: "يسري التقسيم والنقل على الجملة المختارة، وتُختار بالأسهم أو بالنقر عليها. وتنتقل معها الجمل الواقعة بينها وبين الصف المجاور. وكل صف تعدّله يُعدّ مراجَعًا.",
    keysTitle: "مفاتيح الاختصار", later: "الصفوف التالية", matched: "الكلمات المتقابلة", merge: "دمج مع التالي",
    missing: "لا توجد جملة", nextLow: "الضعيف التالي", nothing: "لا توجد صفوف مطابقة.",
    noStorage: "لا يحتفظ هذا المتصفح بعملك في هذه الصفحة، فاحفظ المراجعة من حين إلى آخر.",
    numbersBoth: "أرقام في الجانبين", numbersSource: "أرقام في الجانب الأول وحده",
    numbersTarget: "أرقام في الجانب الثاني وحده", order: "الترتيب", orderConfidence: "الأضعف أولًا",
    orderText: "ترتيب النص", otherTab: "الصفوف المعروضة الآن من نافذة أخرى للنص نفسه.",
    position: "الصفوف من {first} إلى {last} من أصل {all}", redo: "إعادة", restored: "استُعيد عملك السابق على هذا النص.",
    row: "الصف {number}", rows: "الصفوف", save: "حفظ", saveReview: "حفظ المراجعة", saidCheck: "الصف {number} مراجَع.",
    saidMerge: "دُمج الصفان {number} و{next}.", saidMove: "نُقلت الجملة.", saidNoLow: "لا يوجد صف آخر ضعيف الثقة.",
    saidNone: "لا يمكن ذلك هنا.", saidRedo: "أُعيد التعديل.", saidSplit: "قُسم الصف {number}.",
    saidUncheck: "الصف {number} غير مراجَع.", saidUndo: "أُلغي التعديل.", search: "بحث", show: "عرض",
    skip: "انتقل إلى الصفوف", split: "تقسيم هنا",
    summary: "الأزواج: {pairs} · بلا مقابل: {unaligned} · ضعيفة الثقة: {low} · المراجَعة: {checked}",
    tools: "الأدوات", undo: "تراجع", up: "نقل إلى الأعلى",
  },
};

/* The words of the chosen language. */
class Words {
  constructor(language) {
    this.language = language;
    this.digits = new Intl.NumberFormat("en");
  }

  get direction() {
    return this.language === "ar" ? "rtl" : "ltr";
  }

  has(key) {
    return key in STRINGS[this.language];
  }

  text(key, values = {}) {
    const shown = (value) => (typeof value === "number" ? this.digits.format(value) : value);
    return STRINGS[this.language][key].replace(/\{(\w+)\}/g, (_, name) => shown(values[name]));
  }

  /* The name of a flag or of a kind of evidence; as the program writes it, if it is not in the table. */
  name(kind, name) {
    const key = `${kind}_${name}`;
    return this.has(key) ? this.text(key) : name;
  }
}
