"""Which characters of a source are not words, and what becomes of them? The only change made to a source's text."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")

# Unicode category Zs, and the tab.
_SPACES = ((0x09, 0x09), (0x20, 0x20), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x202F, 0x202F),
           (0x205F, 0x205F), (0x3000, 0x3000))  # fmt: skip

# Categories Cc and Cs, without tab and line feed; and the two code points that XML forbids and no font has.
_CONTROLS = ((0x00, 0x08), (0x0B, 0x1F), (0x7F, 0x9F), (0xD800, 0xDFFF), (0xFFFE, 0xFFFF))

# Characters without a shape of their own: soft hyphen, zero-width space and joiners, bidi controls, word joiner
# and invisible operators, byte order mark, interlinear annotation, tags. (Arabic number signs are of the same
# category, Cf, but are seen, and stay.)
_SHAPELESS = (
    (0x00AD, 0x00AD), (0x061C, 0x061C), (0x180E, 0x180E), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F),
    (0xFEFF, 0xFEFF), (0xFFF9, 0xFFFB), (0xE0000, 0xE007F),
)  # fmt: skip

# Ranges rather than `unicodedata`, so that no version of Python normalises otherwise.
_TABLE = {
    code: becomes
    for ranges, becomes in ((_SPACES, " "), (_CONTROLS, None), (_SHAPELESS, None))
    for low, high in ranges
    for code in range(low, high + 1)
}


def normalise(raw: str) -> str:
    """Return `raw` after the declared normalisation, which does this and nothing else, in this order.

    1. CR LF, CR, vertical tab, form feed, U+0085, U+2028 and U+2029 become a line feed.
    2. A tab and every Unicode space (category Zs: no-break space, thin space, …) becomes a space.
    3. Removed: other control characters (category Cc), lone surrogates, U+FFFE and U+FFFF, soft hyphens, zero-width
       characters and joiners, bidi controls, byte order marks and the other format characters that have no shape.

    Words, quotation marks, dashes, accents and runs of spaces stay as they are. Done twice it changes nothing more.
    """
    return _LINE_BREAK.sub("\n", raw).translate(_TABLE)
