"""The blocks of a brief as a Word file (python-docx), the same bytes every time: no clock, no name of the machine."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING

from storybrief.model import visible
from storybrief.out.prose import Block, Piece

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_THEN = datetime.datetime(1980, 1, 1)  # the first day that a zip file knows
_STYLES = {
    "title": "Title",
    "heading": "Heading 1",
    "note": "Intense Quote",
    "paragraph": "Normal",
    "item": "List Bullet",
}


def word(blocks: Iterable[Block]) -> bytes:
    """Return the blocks as a .docx. Needs python-docx."""
    import docx

    made = docx.Document()
    about = made.core_properties
    about.author = about.last_modified_by = "storybrief"
    about.created = about.modified = _THEN
    about.comments = ""
    for block in blocks:
        if block.kind == "title":
            about.title = block.pieces[0].words[:_TITLE]
        paragraph = made.add_paragraph(style=_STYLES[block.kind])
        for piece in block.pieces:
            _add(paragraph, piece)
    written = io.BytesIO()
    made.save(written)
    return _without_clock(written.getvalue())


_TITLE = 255  # characters that a property of a Word file may have


def _add(paragraph: Paragraph, piece: Piece) -> None:
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import RGBColor

    run = paragraph.add_run(piece.words)
    if piece.sort == "name":
        run.bold = True
    elif piece.sort == "said":
        run.font.highlight_color = WD_COLOR_INDEX.YELLOW
    elif piece.sort == "ours":
        run.font.color.rgb = RGBColor(0x55, 0x55, 0x55)
    if piece.link:  # as text: an address that is seen is one that can be judged
        paragraph.add_run(f" <{visible(piece.link)}>")


def _without_clock(data: bytes) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _THEN.timetuple()[:6])
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            new.writestr(entry, old.read(name))
    return made.getvalue()
