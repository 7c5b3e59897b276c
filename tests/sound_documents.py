"""Sound documents of many genres, made of sentences of this file: none of them has a fault."""

import random

PROSE = [
    (
        "وصل القطار إلى المحطة في الصباح الباكر، ونزل الركاب ببطء.",
        "The train reached the station early, and the passengers got off slowly.",
    ),
    (
        "جلس الحارس قرب الباب وشرب الشاي مع صديقه القديم.",
        "The guard sat by the door and drank tea with his old friend.",
    ),
    (
        "لم ينزل المطر على المدينة منذ شهر كامل، فجفت الحقول.",
        "No rain had fallen on the town for a month, so the fields were dry.",
    ),
    (
        "افتتحت البلدة مكتبة عامة جديدة بعد أربع سنوات من العمل.",
        "The town opened a new public library after four years of work.",
    ),
    (
        "تكلفت المدرسة 3.5 مليون درهم، أي أقل من المتوقع بنسبة 12%.",
        "The school cost 3.5 million dirhams, 12% less than expected.",
    ),
    (
        "هل رأيت الرسالة التي تركها على الطاولة؟ لا، لم أرها بعد!",
        "Did you see the letter he left on the table? No, not yet!",
    ),
    (
        "قال المدير: «سنبدأ غدا إن شاء الله»، ثم أغلق الباب.",
        "“We start tomorrow, God willing,” the manager said, and closed the door.",
    ),
    (
        "زار عبدالله وعبدالرحمن معرض الكتاب في القاهرة يوم الخميس.",
        "Abdullah and Abdulrahman visited the book fair in Cairo on Thursday.",
    ),
    (
        "تشمل الخطة إنشاء طرق جديدة وصيانة الجسور القديمة.",
        "The plan includes new roads and the maintenance of old bridges.",
    ),
    (
        "على الضفة الأخرى بيت صغير له حديقة مليئة بأشجار الليمون.",
        "On the far bank is a small house with a garden full of lemon trees.",
    ),
    (
        "أولا نغلي الماء، ثم نضيف الأرز والملح ونتركه قليلا.",
        "First we boil the water, then add rice and salt and leave it a while.",
    ),
    (
        "الاستراتيجيات الاقتصادية الاجتماعية للديمقراطيين مختلفة.",
        "Internationalization and telecommunications notwithstanding, responsibilities remain.",
    ),
]
TASHKEEL = [
    ("إِنَّ ٱلْكِتَٰبَ نُورٌ يَهْدِى ٱلْقُلُوبَ إِلَى ٱلرَّحْمَةِ \u06dd١", "The book is a light that guides hearts to mercy."),
    ("وَجَآءَ ٱلرَّجُلُ مِنْ أَقْصَا ٱلْمَدِينَةِ يَسْعَىٰ ۖ قَالَ سَلَٰمٌ ﴿٢﴾", "The man came from the far end of the city, running."),
    ("بِسْمِ اللَّهِ الرَّحْمَٰنِ الرَّحِيمِ", "In the name of God, the Most Gracious."),
    ("قُرِئَ النَّصُّ عَلَى مَهَلٍ، وَسُئِلَ السَّامِعُونَ عَنْهُ مِرَارًا.", "The text was read slowly, and the listeners were asked."),
]
VERSE = [
    "يا ليل طال السهر والنجم غاب",
    "والريح تحكي للصدى والباب",
    "من لي بصوت من بعيد الدار",
    "يأتي مع الأمطار",
    "عودي إلينا يا طيور الماء",
    "عودي مع المساء",
]
VERSE_EN = [
    "O night so long",
    "the star is gone",
    "the wind tells the door",
    "come back to the shore",
    "birds of the water",
]
ODDITIES = [
    ("قال رسول الله ﷺ: رحمه الله، وقال ﷻ في كتابه ﴿آية﴾ ﷽.", "The Messenger of Allah (ﷺ) said so."),
    ("في سنة 1420هـ\u200d و1999م، رقم 12/هـ\u200d من اللائحة.", "In 1420 AH (1999), item 12/h of the list."),
    ("الحروف: ا، ب، ت، ث، ة، ى، ط، ظ؛ و(ة) في آخر الكلمة.", "The letters: ä, ö, ü, ß (ÄÖÜ, äöü), æøå, and é."),
    (
        "ولد الشاعر في تهران (بالفارسية: شاعر ایرانی می\u200cنویسد) ثم سافر.",
        "The poet Forugh Farrokhzad was born in Tehran.",
    ),
    ("سافر كريم پاشا وچارلز وڤيكتور إلى گرگان.", "Karim Pasha, Charles and Viktor went to Gorgan."),
    (
        "تابعونا على #اليوم_الوطني_السعودي و#فيالمدينةالكبيرة @sadiqalmadina",
        "Follow #thetrainarrivedlate and @thestationmaster on https://example.org/thetrainarrivedatthestation?x=1",
    ),
    (
        "شغّل الأمر `getUserNameFromDatabase()` ثم افتح الملف my_long_file_name.txt",
        "Run `pip install -e .` and call getElementsByClassName(name) or node.js.",
    ),
    (
        "الكود: def read_all_lines(path): return path.read_text()",
        "if (isEnabled && hasPermission) { openConnectionToServer(); }",
    ),
    ("المعادلة: س² + ص² = ع²، حيث ½ س ≥ 0 و√٤ = ٢؟", "The equation: x² + y² = z², where 20 °C ± 2 µm, £5 and €7."),
    (
        "العائلة 👨\u200d👩\u200d👧\u200d👦 وعلم 🏳️\u200d🌈 ورجل 🧑🏽\u200d💻 مبتسم 😀",
        "The family 👩\u200d👩\u200d👦 smiled 😀 at the café’s naïve façade — voilà… ©®™",
    ),
    ("ماذا؟؟؟ لا أصدق!!! ... ثم ماذا ??", "What??? No way!!! ... and then ??"),
    (
        "الهاتف: \u200e+971 4 123 4567\u200e، و(\u200fأ\u200f) و\u2066English\u2069 في النص.",
        "Phone: +971 4 123 4567 (\u200ecall\u200e), \u2067عربي\u2069 inside.",
    ),
    (
        "لعبة الشطرنج: 12. Nf3?? Bxf3!? ثم ??? في الجدول",
        "Donaudampfschifffahrtsgesellschaft and Rechtsschutzversicherung are German.",
    ),
    ("مقال بعنوان Привет من موسكو و«ΑΒΓ»", "The Russian word Москва and the Greek word λόγος."),
    ("فاكتب بسم الله\u00a0الرحمن،\u00a0و100\u00a0كم", "In Orléans, Ærøskøbing, São Paulo, ÎLE, NÃO and ÅRHUS."),
    ("انظر ص. 5، م. 3، د. أحمد، أ.د. ليلى، م.ت.ف.", "See p. 5, Dr. Ahmad, U.S. law, e.g. Sect. 3."),
]
TABLE = [
    ("القمح\t12.5\t٣٠٠", "wheat\t12.5\t300"),
    ("الأرز\t8\t١٢٠", "rice\t8\t120"),
    ("العدس\t3\t٤٥", "lentils\t3\t45"),
]
RULES = ["* * *", "---", "==================================================", "1.", "| --- | --- |"]


def prose(draw, side, size):
    """Sentences in paragraphs; each sentence stands once, with a number in it when it comes again."""
    lines, sentences = [], []
    for number in range(size):
        sentence = draw.choice(PROSE)[side]
        sentences.append(sentence if number < 3 else f"{sentence[:-1]} ({number}){sentence[-1]}")
        if draw.random() < 0.5:
            lines.append(" ".join(sentences))
            sentences = []
    return [*lines, " ".join(sentences)]


def verse(draw, side, size):
    """Stanzas with a refrain of four short lines."""
    words = (VERSE, VERSE_EN)[side]
    refrain = words[:4]
    stanza = [f"{draw.choice(words)} {draw.choice(words)} {number}" for number in range(max(size, 8))]
    return [*stanza[: len(stanza) // 2], *refrain, "", *stanza[len(stanza) // 2 :], *refrain]


def oddities(draw, side, size):
    """Lines with names, code, hashtags, emoji and signs, among prose."""
    chosen = [pair[side] for pair in draw.sample(ODDITIES, min(size, len(ODDITIES)))]
    return [line for pair in zip(prose(draw, side, size), chosen, strict=False) for line in pair]


def recitation(draw, side, size):
    """Lines with vowel marks, in the spelling of the Quran and in the usual one."""
    return [f"{draw.choice(TASHKEEL)[side]} {number}" for number in range(size)]


def table(draw, side, size):
    """Rows of numbers, rules, and a header that is repeated."""
    header = ("الصنف\tالسعر\tالكمية", "item\tprice\tamount")[side]
    return [header, RULES[2], *[draw.choice(TABLE)[side] for _ in range(size)], RULES[2], header, *RULES]


def dialogue(draw, side, size):
    """Short turns, most of them several times."""
    turns = (
        ["- نعم.", "- لا.", "- ماذا تقول؟", "- لا أعرف يا سيدي!", "…"],
        ["- Yes.", "- No.", "- What?", "- I don't know.", "…"],
    )
    return [draw.choice(turns[side]) for _ in range(size)]


def subtitles(draw, side, size):
    """Cues: a number, times, and a text of one or two lines."""
    cues = []
    for number in range(1, size + 1):
        minutes = f"00:{number // 60:02}:{number % 60:02}"
        cues += [str(number), f"{minutes},000 --> {minutes},900", draw.choice(PROSE)[side][:40] + f" {number}", ""]
    return cues


GENRES = (prose, verse, oddities, recitation, table, dialogue, subtitles)


def prose_document(number):
    """The document of a number that is prose in both languages, one after the other."""
    draw = random.Random(number)
    return "\n".join(prose(draw, 0, 30) + prose(draw, 1, 30)) + "\n"


def document(number):
    """The document of a number, and its genres: one side, both in blocks, or both in turn."""
    draw = random.Random(number)
    genres = draw.sample(GENRES, draw.randint(1, 3))
    size = draw.choice([2, 5, 12, 30])
    sides = [[line for genre in genres for line in genre(draw, side, size)] for side in (0, 1)]
    layout = number % 4
    lines = (sides[0], sides[1], sides[0] + sides[1], [line for pair in zip(*sides, strict=False) for line in pair])[
        layout
    ]
    end = draw.choice(["\n", "\n", "\n", "\r\n"])
    return end.join(lines) + end, " ".join(genre.__name__ for genre in genres)
