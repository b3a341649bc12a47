"""One invented article, in each format that an editor may save it in: "Ferry stops after crack is found"."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from email.message import EmailMessage
from io import BytesIO

import docx

TITLE = "Ferry stops after crack is found"
PARAGRAPHS = (
    "The ferry between Oldhaven and Marl Island stopped on Monday after a crack was found in its hull.",
    "“We will not sail again before the hull is safe,” said Ina Brandt, the harbour master of Oldhaven. She said the "
    "repair would take at least 12 days.",
    "About 340 islanders use the ferry every day, according to the council.",
)
PAGE = (
    "<html><head><title>{title} | The Marl Post</title><meta property='og:site_name' content='The Marl Post'></head>"
    "<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article></body></html>"
).format(title=TITLE, body="".join(f"<p>{p}</p>" for p in PARAGRAPHS))

MHTML = (
    "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://post.example/ferry\r\nSubject: {title}\r\n"
    "Date: Tue, 14 Apr 2026 08:00:00 -0000\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related;\r\n\ttype="text/html";\r\n\tboundary="----Part--x"\r\n\r\n'
    "------Part--x\r\nContent-Type: text/html\r\nContent-ID: <frame-1>\r\n"
    "Content-Transfer-Encoding: base64\r\nContent-Location: https://post.example/ferry\r\n\r\n{page}\r\n"
    "------Part--x\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n"
    "Content-Location: https://post.example/a.png\r\n\r\niVBORw0KGgo=\r\n------Part--x--\r\n"
)


def mhtml() -> bytes:
    import base64

    return MHTML.format(title=TITLE, page=base64.encodebytes(PAGE.encode()).decode()).encode()


def eml(*attached: tuple[str, bytes], html: str | None = None, plain: str | None = None) -> bytes:
    """Make an e-mail with a plain part, an HTML part when given, and files."""
    message = EmailMessage()
    message["From"] = "Oldhaven Harbour <press@harbour.example>"
    message["To"] = "desk@post.example"
    message["Subject"] = TITLE
    message["Date"] = "Mon, 13 Apr 2026 17:30:00 +0200"
    message["Message-ID"] = "<1@harbour.example>"
    message.set_content("\n\n".join(PARAGRAPHS) + "\n" if plain is None else plain)
    if html is not None:
        message.add_alternative(html, subtype="html")
    for name, data in attached:
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def word() -> bytes:
    made = docx.Document()
    made.core_properties.title = "Document1"
    made.core_properties.author = "Ina Brandt"
    made.add_heading(TITLE, 0)
    made.add_paragraph(PARAGRAPHS[0])
    made.add_heading("What the harbour says", 1)
    made.add_paragraph(PARAGRAPHS[1])
    made.add_paragraph(PARAGRAPHS[2], style="List Bullet")
    table = made.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Boats", "3"
    return _bytes(made)


def _bytes(made: docx.document.Document) -> bytes:
    into = BytesIO()
    made.save(into)
    return into.getvalue()


Lines = Sequence[tuple[float, float, float, str]]
"""x, y, size of the letters, words."""


def pdf(pages: Sequence[Lines], title: str = "") -> bytes:
    """Make a PDF file: the lines of each page."""
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", font, f"<< /Title ({title}) >>"]
    kids = []
    for page in pages:
        drawn = "".join(
            f"BT /F1 {size} Tf {x} {y} Td ({words.translate(_ESCAPED)}) Tj ET\n" for x, y, size, words in page
        )
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {len(objects) + 2} 0 R >>"
        )
        objects.append(f"<< /Length {len(drawn.encode('cp1252'))} >>\nstream\n{drawn}endstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return packed(objects)


_ESCAPED = str.maketrans({"(": r"\(", ")": r"\)", "\\": r"\\"})


def packed(objects: Sequence[str | bytes]) -> bytes:
    """Put the objects of a PDF file together, the first being its catalogue, the fourth what it says of itself."""
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(made))
        made += f"{number} 0 obj\n".encode() + (one if isinstance(one, bytes) else one.encode("cp1252")) + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n"
    end += f"<< /Size {len(objects) + 1} /Root 1 0 R /Info 4 0 R >>\nstartxref\n{len(made)}\n%%EOF\n"
    return made + end.encode()


def two_pages() -> bytes:
    """Make the article as a PDF file of two pages with a line on top and a number below; the second paragraph crosses."""
    top, below = (72.0, 800.0, 8.0, "Oldhaven Harbour press service"), 30.0
    first = (
        top,
        (72.0, 740.0, 20.0, TITLE),
        (72.0, 700.0, 11.0, "The ferry between Oldhaven and Marl Island stopped on Monday after a crack was"),
        (72.0, 686.0, 11.0, "found in its hull."),
        (72.0, 660.0, 11.0, "“We will not sail again before the hull is safe,” said Ina Brandt, the har-"),
        (72.0, 646.0, 11.0, "bour master of Oldhaven. She said the repair would take"),
        (280.0, below, 8.0, "Page 1 of 2"),
    )
    second = (
        top,
        (72.0, 740.0, 11.0, "at least 12 days."),
        (72.0, 714.0, 11.0, PARAGRAPHS[2]),
        (280.0, below, 8.0, "Page 2 of 2"),
    )
    return pdf((first, second), "Microsoft Word - ferry_final.docx")


def drawing(deep: int, wide: int) -> bytes:
    """Make a PDF file with forms that draw forms, `wide` times each, `deep` deep."""
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [5 0 R] /Count 1 >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", "<< >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 7 0 R >> >> /Contents 6 0 R >>",
        "<< /Length 6 >>\nstream\n/X Do \nendstream",
    ]  # fmt: skip
    for level in range(deep):
        drawn = "/X Do " * wide if level < deep - 1 else "BT /F1 9 Tf (words) Tj ET"
        inside = f"/XObject << /X {level + 8} 0 R >>" if level < deep - 1 else "/Font << /F1 3 0 R >>"
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << {inside} >> /Length {len(drawn)} >>"
        objects.append(f"{head}\nstream\n{drawn}\nendstream")
    return packed(objects)


def swollen(unpacked: int) -> bytes:
    """Make a PDF file whose page draws with so many bytes, packed to a thousandth."""
    stream = zlib.compress(b"0 0 m " * (unpacked // 6))
    objects: list[str | bytes] = [
        "<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [5 0 R] /Count 1 >>", "<< >>", "<< >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 6 0 R >>",
        f"<< /Length {len(stream)} /Filter /FlateDecode >>\nstream\n".encode() + stream + b"\nendstream",
    ]  # fmt: skip
    return packed(objects)


XHTML = (
    '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://w3.example/x.dtd">'
    '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en"><head><title>{title}</title><script src="a.js"/></head>'
    "<body><div><h1>{title}</h1>{body}<p>The boat&nbsp;yard&mdash;the only one&mdash;is full.</p></div></body></html>"
).format(title=TITLE, body="".join(f"<p>{p}</p>" for p in PARAGRAPHS))

VTT = """\
WEBVTT - Harbour talk
Kind: captions
Language: en

NOTE made by hand

00:00:01.000 --> 00:00:03.500
<v Ina Brandt>We will not sail again

00:00:03.500 --> 00:00:06.000
before the hull is safe. The repair &amp; the test

00:00:06.000 --> 00:00:08.000
take at least 12 days.

00:01:12.000 --> 00:01:15.000
<v Tom Reiss>The island has <i>bread</i> for a week.
"""

SRT = """\
1
00:00:01,000 --> 00:00:03,500
INA BRANDT: We will not sail again

2
00:00:03,500 --> 00:00:06,000
before the hull is safe.

3
01:02:05,000 --> 01:02:08,000
>> TOM REISS: There is one thing: bread
for a week.
"""

RSS = f"""\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Marl Post</title><link>https://post.example/</link><language>en-GB</language>
<item><title>{TITLE}</title><link>https://post.example/ferry</link><dc:creator>Ada Lind</dc:creator>
<pubDate>Mon, 13 Apr 2026 17:30:00 +0200</pubDate><description>The ferry stopped.</description>
<content:encoded><![CDATA[{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}]]></content:encoded></item></channel></rss>
"""

ATOM = f"""\
<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>The Marl Post</title><entry><title>{TITLE}</title>
<link rel="alternate" href="https://post.example/ferry"/><author><name>Ada Lind</name></author>
<published>2026-04-13T17:30:00+02:00</published><updated>2026-04-14T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{"".join(f"<p>{p}</p>" for p in PARAGRAPHS)}</div></content>
</entry></feed>
"""
