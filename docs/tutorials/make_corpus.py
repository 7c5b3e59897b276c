"""Write a corpus to practise on: `python make_corpus.py [DOCUMENTS]` writes 300 short reports of a town to corpus/.

Each report is two files, `report-001.ar.txt` and `report-001.en.txt`. It is made of the templates below. Translators
join sentences, divide them and leave some out, and so does this program. Two documents are faulty: the translation of
number 113 is that of another report, and the second half of the translation of number 207 is missing.

The program knows which sentences translate each other. It writes this for every fifteenth document to gold/: what a
person would write down for a sample.
"""

from __future__ import annotations

import json
import random
import sys
from pathlib import Path

# Kinds of names -> pairs of an Arabic and an English name.
NAMES = {
    "person": [
        ("سلمى", "Salma"),
        ("يوسف", "Yusuf"),
        ("مريم", "Maryam"),
        ("كمال", "Kamal"),
        ("نادية", "Nadia"),
        ("فريد", "Farid"),
        ("ليلى", "Layla"),
        ("حسن", "Hassan"),
    ],
    "place": [
        ("المرفأ", "the harbour"),
        ("السوق القديم", "the old market"),
        ("المدرسة الثانوية", "the secondary school"),
        ("محطة القطار", "the railway station"),
        ("الحديقة العامة", "the public garden"),
        ("المستشفى", "the hospital"),
        ("قاعة البلدية", "the town hall"),
    ],
    "day": [
        ("يوم السبت", "on Saturday"),
        ("يوم الاثنين", "on Monday"),
        ("مساء الثلاثاء", "on Tuesday evening"),
        ("صباح الخميس", "on Thursday morning"),
    ],
    "work": [
        ("ترميم السقف", "repairs to the roof"),
        ("توسيع الطريق", "the widening of the road"),
        ("تجديد الإنارة", "new street lamps"),
        ("حفر بئر جديدة", "a new well"),
        ("شراء حافلتين", "two new buses"),
    ],
}
# (Arabic sentences, English sentences) of a bead; {n} and {m} are numbers, the other fields are of `NAMES`.
TEMPLATES = [
    (["وافق المجلس {day} على {work} قرب {place}."], ["The council approved {work} near {place} {day}."]),
    (["بلغت الكلفة {n} ألف دينار."], ["The cost was {n} thousand dinars."]),
    (
        ["قالت {person} إن السكان انتظروا هذا القرار {m} سنوات."],
        ["{person} said residents had waited {m} years for it."],
    ),
    (["حضر الجلسة {n} شخصا."], ["{n} people came to the meeting."]),
    (["تأخر العمل بسبب المطر، ثم استؤنف {day}."], ["Rain delayed the work.", "It was resumed {day}."]),
    (["سأل {person} عن الموعد.", "ولم يجبه أحد."], ["{person} asked about the date, and nobody answered."]),
    (["أغلقت الشرطة الشارع أمام {place} مدة {m} ساعات."], ["The police closed the street at {place} for {m} hours."]),
    (["سيبدأ العمل بعد {m} أسابيع."], ["Work will begin in {m} weeks."]),
    (["تبرع تاجر من أهل البلدة بمبلغ {n} دينارا."], ["A merchant from the town gave {n} dinars."]),
    (["طلب المعلمون غرفة أكبر للمكتبة."], ["The teachers asked for a larger room for the library."]),
    (["زرع التلاميذ {n} شجرة حول {place}."], ["Pupils planted {n} trees around {place}."]),
    (
        ["شكر رئيس البلدية المتطوعين، ووعد بزيارة {place} {day}."],
        ["The mayor thanked the volunteers.", "He promised to visit {place} {day}."],
    ),
    (["انقطعت الكهرباء في {place} {m} مرات هذا الشهر."], ["The power failed at {place} {m} times this month."]),
    (["ذكرت {person} أن الطلبات بلغت {n} طلبا."], ["{person} reported that there were {n} applications."]),
    (["رفض اثنان من الأعضاء الاقتراح."], ["Two members rejected the proposal."]),
    (["لم تذكر البلدية أسماء الشركات."], ["The town did not name the companies."]),
    (["كان السمك رخيصا هذا الأسبوع.", "وازدحم السوق."], ["Fish was cheap this week, and the market was crowded."]),
    (["تفتح المكتبة أبوابها {day} حتى الساعة {m}."], ["The library is open {day} until {m} o'clock."]),
    (["فاز فريق البلدة على ضيوفه بنتيجة {m} مقابل 1."], ["The town's team beat its guests {m} to 1."]),
    (["عاد الصيادون قبل العاصفة سالمين."], ["The fishermen came home safely before the storm."]),
    (["قرأ {person} رسالة من سكان الحي."], ["{person} read out a letter from the residents."]),
    (["يبقى السؤال عن الماء بلا جواب."], ["The question of water remains unanswered."]),
]
LAST = (["تصدر البلدية تقريرا كل أسبوع."], ["The town publishes a report every week."])  # ends all documents
EVERY = 15  # of so many documents, one is in the gold sample
UNRELATED, CUT = 113, 207  # numbers of the faulty documents
LEFT_OUT = 0.12  # share of the sentences that the translator left out

Bead = tuple[list[str], list[str]]


def report(number: int) -> list[Bead]:
    """Return the beads of a document. The same number gives the same document."""
    chance = random.Random(number)
    beads = []
    for arabic, english in [*chance.sample(TEMPLATES, chance.randint(7, 12)), LAST]:
        names = {kind: chance.choice(choices) for kind, choices in NAMES.items()}
        numbers = {"n": chance.randint(11, 99), "m": chance.randint(3, 9)}
        sides = [
            [text.format(**numbers, **{kind: name[side] for kind, name in names.items()}) for text in texts]
            for side, texts in enumerate((arabic, english))
        ]
        is_left_out = chance.random() < LEFT_OUT and arabic is not LAST[0]
        beads.append((sides[0], [] if is_left_out else [text[0].upper() + text[1:] for text in sides[1]]))
    return beads


def paragraphs(sides: list[list[str]], beads_in_paragraph: int = 4) -> str:
    """Return the text of one side; a paragraph has the sentences of four beads."""
    groups = [sides[start : start + beads_in_paragraph] for start in range(0, len(sides), beads_in_paragraph)]
    lines = (" ".join(text for side in group for text in side) for group in groups)
    return "".join(f"{line}\n" for line in lines if line)


def gold(beads: list[Bead]) -> str:
    """Return the pairs of a document as JSON lines, as `align` has them; a sentence left out has an empty partner."""
    rows = ({"src_text": " ".join(arabic), "trg_text": " ".join(english)} for arabic, english in beads)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def main(documents: int = 300) -> None:
    """Write the corpus and the gold sample into the current folder."""
    for folder in ("corpus", "gold"):
        Path(folder).mkdir(exist_ok=True)
    for number in range(1, documents + 1):
        beads = report(number)
        english = [side for _, side in (report(number + 1000) if number == UNRELATED else beads)]
        english = english[: len(english) // 2] if number == CUT else english
        name = f"report-{number:03}"
        Path("corpus", f"{name}.ar.txt").write_text(paragraphs([arabic for arabic, _ in beads]), encoding="utf-8")
        Path("corpus", f"{name}.en.txt").write_text(paragraphs(english), encoding="utf-8")
        if number % EVERY == 0:
            Path("gold", f"{name}.jsonl").write_text(gold(beads), encoding="utf-8")
    print(f"{documents} documents in corpus/, {documents // EVERY} of them with their pairs in gold/")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
