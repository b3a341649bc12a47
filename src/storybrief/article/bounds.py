"""How large may a source be? Beyond these no reader is let near it, so that time and memory have an end."""

from __future__ import annotations

# A long newspaper article has 50 kB; the text of the King James Bible 4.5 MB.
MAX_BYTES = 5_000_000
# A file that packs its pictures too, or is packed itself, may have so many.
MAX_PACKED = 20_000_000
# A saved page is more than its article: 1,000,000 characters are a book of 500 pages, and 50,000 its lines.
MAX_TEXT = 1_000_000
MAX_LINES = 50_000
