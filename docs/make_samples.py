"""Write the Word files of `docs/tutorials/translator.md`; run `python docs/make_samples.py`.

A Word file is a zip archive of XML. These have the least that a program needs to open them.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

FOLDER = Path(__file__).parent / "tutorials" / "translator"
# Name of a file -> its paragraphs. A paragraph that begins with `# ` is a heading.
DOCUMENTS = {
    "handbook.ar.docx": """\
# دليل المتطوعين في متحف البحر
أهلا بكم في متحف البحر. يسعدنا أنكم تمنحون المتحف بعض وقتكم، ونرجو أن تجدوا في هذا الدليل جوابا لكل سؤال.
# قبل وصولكم
تبدأ المناوبة الصباحية في الساعة التاسعة وتنتهي في الساعة الواحدة. احضروا قبل موعدها بربع ساعة، فالمفاتيح عند \
الحارس وحده، وهو يغادر البوابة عند التاسعة تماما. إذا تأخرتم فاتصلوا بالأستاذة هدى على الرقم 4471. لا تتركوا \
سياراتكم أمام المخزن.
# في القاعات
في المتحف خمس قاعات. أكبرها قاعة السفن، وفيها مركب صيد عمره 120 سنة. يسأل الزوار كثيرا عن هذا المركب. صنعه نجار \
من أهل البلدة لابنه، ثم اشتراه المتحف سنة 1987. لا تسمحوا لأحد بلمس الخشب. ذكّروا الأطفال بلطف، فهم يحبون \
الحبال. أما المصابيح القديمة فيمكن حملها، لكن بالقفازات.
# عند الطوارئ
إذا سمعتم جرس الإنذار فاخرجوا من الباب الشرقي. لا تستعملوا المصعد. تجمعوا في الساحة وعدّوا زواركم. ينتظركم \
المسؤول هناك.
# شكرا
يعمل في المتحف أربعون متطوعا. كلهم كانوا جددا يوما ما. فلا تخجلوا من السؤال. من دونكم لا يفتح المتحف أبوابه. \
نراكم في اللقاء الشهري.
""",
    "handbook.en.docx": """\
# Handbook for Volunteers at the Museum of the Sea
Welcome to the Museum of the Sea. We are happy that you give the museum some of your time. We hope that this \
handbook answers all your questions.
# Before you arrive
The morning shift begins at nine o'clock and ends at one. Come a quarter of an hour early. Only the guard has \
the keys, and he leaves the gate at nine sharp. If you are late, call Ms Huda on extension 4471.
# In the halls
The museum has five halls. The largest is the Hall of Ships, with a fishing boat that is 120 years old. Visitors \
often ask about it. A carpenter from the town built it for his son, and the museum bought it in 1987. Let nobody \
touch the wood. Children love the ropes, so remind them kindly. The old lamps may be held. Please wear gloves.
# In an emergency
When you hear the alarm, leave by the east door. Do not use the lift. Gather in the yard and count your \
visitors; the supervisor will be waiting there.
# Thank you
Forty volunteers work at the museum. No question is silly: everyone here was a beginner once. You keep the place \
alive. The tea is always free. See you at the monthly meeting.
""",
}

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_TYPES = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"
 ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml"
 ContentType="{_OFFICE}.document.main+xml"/></Types>"""
_RELATIONS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""


def write_document(path: Path, text: str, right_to_left: bool) -> None:
    """Write a Word file with the paragraphs of a text. The same text gives the same bytes."""
    paragraphs = "".join(_paragraph(line, right_to_left) for line in text.splitlines())
    document = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_WORD}"><w:body>{paragraphs}</w:body></w:document>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", document),
        ):
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content)


def _paragraph(line: str, right_to_left: bool) -> str:
    """Return a paragraph of WordprocessingML."""
    is_heading = line.startswith("# ")
    direction = "<w:bidi/>" if right_to_left else ""
    level = '<w:outlineLvl w:val="0"/>' if is_heading else ""
    look = ("<w:b/>" if is_heading else "") + ("<w:rtl/>" if right_to_left else "")
    text = escape(line.removeprefix("# "))
    return (
        f"<w:p><w:pPr>{direction}{level}</w:pPr>"
        f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
    )


if __name__ == "__main__":
    for name, text in DOCUMENTS.items():
        write_document(FOLDER / name, text, right_to_left=".ar." in name)
