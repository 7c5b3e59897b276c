"""Alignment without the pipeline; a story of sixteen sentences in both languages, and made-up words."""

import numpy as np

from aligner import split_text
from aligner.align import em
from aligner.bitext import Parallel


def align_one(source, target, method="hybrid", anchors=(), **options):
    """The bitext of two documents, and its diagnostics. options: keywords of `em.align_documents`."""
    return em.align_documents([Parallel(source, target, anchors)], method, **options)[0]


STORY = """
وصل القطار إلى المحطة في الصباح.	The train reached the station in the morning.
نزل المسافرون ومعهم حقائب كبيرة.	The travellers got off with large bags.
كان الحارس العجوز يشرب الشاي قرب الباب.	The old guard was drinking tea near the door.
سألته امرأة عن الطريق إلى السوق.	A woman asked him about the road to the market.
قال لها إن السوق مغلق يوم الجمعة.	He told her that the market is closed on Friday.
جلست المرأة على المقعد وفتحت كتابا.	The woman sat on the bench and opened a book.
كان الكتاب عن تاريخ المدينة القديمة.	The book was about the history of the old city.
في الصفحة الأولى صورة لجسر على النهر.	On the first page is a picture of a bridge over the river.
بني الجسر قبل مئة سنة من الحجر الأبيض.	The bridge was built a hundred years ago of white stone.
مر طفل صغير ومعه كلب أسود.	A small child passed by with a black dog.
ضحك الطفل وركض خلف الكلب.	The child laughed and ran after the dog.
بدأ المطر في المساء وخرج الناس من المحطة.	The rain began in the evening and the people left the station.
أغلق الحارس النافذة وأشعل النار.	The guard closed the window and lit the fire.
كتب رسالة طويلة إلى ابنته في الخارج.	He wrote a long letter to his daughter abroad.
قال إن الحياة هادئة وإن الحديقة جميلة.	He said that life is quiet and that the garden is beautiful.
في الليل نام الجميع وبقي القمر فوق الجبل.	At night all slept and the moon stayed above the mountain.
""".strip()
ARABIC, ENGLISH = zip(*(line.split("\t") for line in STORY.splitlines()), strict=True)
COUNT = len(ARABIC)


def documents(source, target, languages=("ar", "en")):
    """The documents of two lists of sentences."""
    return [
        split_text("\n".join(sentences), language, pre_split=True)
        for sentences, language in zip((source, target), languages, strict=True)
    ]


def aligned(source, target, languages=("ar", "en"), method="hybrid"):
    """The beads of two lists of sentences."""
    return align_one(*documents(source, target, languages), method)[0].beads


def aligned_in_one_call(texts, lexicons=(), method="hybrid"):
    """The beads of each of several pairs of lists of sentences, in Arabic and English; faster than a call for each."""
    pairs = [Parallel(*documents(*sides)) for sides in texts]
    return [bitext.beads for bitext, _ in em.align_documents(pairs, method, lexicons)]


def one_to_one(beads):
    """(source, target) sentence numbers of the 1-1 beads."""
    return [(bead.source.start, bead.target.start) for bead in beads if bead.kind == "1-1"]


def made_up_words(count=60):
    """Pairs of made-up words that translate each other, are in no lexicon, and do not match by their surface."""
    rng = np.random.default_rng(1)
    return [
        ("".join(rng.choice(list("بتثجدرسصطعفقكلمن"), 5)), "".join(rng.choice(list("abdeghiklmnoprstuvz"), 7)))
        for _ in range(count)
    ]


MADE_UP = made_up_words()
