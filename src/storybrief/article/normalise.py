"""Which characters of a source are not words, and what becomes of them? The only change made to a source's text."""

from __future__ import annotations

import re
import sys
import unicodedata

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Characters without a shape of their own: soft hyphen, zero-width space and joiners, bidi controls, word joiner
# and invisible operators, byte order mark, interlinear annotation, tags. (Unicode 15, Default_Ignorable format
# characters; Arabic number signs are format characters too, but visible, and stay.)
_SHAPELESS = (
    (0x00AD, 0x00AD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
)  # fmt: skip


def _table() -> dict[int, str | None]:
    table: dict[int, str | None] = {}
    for code in range(sys.maxunicode + 1):
        category = unicodedata.category(chr(code))
        if category == "Zs":
            table[code] = " "
        elif category in ("Cc", "Cs"):
            table[code] = None
    table.update(dict.fromkeys((code for low, high in _SHAPELESS for code in range(low, high + 1)), None))
    return table | {ord("\t"): " ", ord("\n"): "\n"}


_TABLE = _table()


def normalise(raw: str) -> str:
    """Return `raw` after the declared normalisation, which does this and nothing else, in this order.

    1. CR LF, CR, vertical tab, form feed, U+0085, U+2028 and U+2029 become a line feed.
    2. A tab and every Unicode space (category Zs: no-break space, thin space, …) becomes a space.
    3. Removed: other control characters (category Cc), lone surrogates, soft hyphens, zero-width characters and
       joiners, bidi controls, byte order marks and the other format characters that have no shape.

    Words, quotation marks, dashes, accents and runs of spaces stay as they are. Done twice it changes nothing more.
    """
    return _LINE_BREAK.sub("\n", raw).translate(_TABLE)
