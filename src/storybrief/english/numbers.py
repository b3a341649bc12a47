"""How are small numbers written in words?"""

from __future__ import annotations

from storybrief.english.tables import listed

UNITS = {word: n for n, word in enumerate(listed(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
))}  # fmt: skip
TENS = {word: 10 * n for n, word in enumerate(listed("twenty thirty forty fifty sixty seventy eighty ninety"), 2)}
# "third", "twentieth"
ORDINALS = {word: n for n, word in enumerate(listed(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
), 1)} | {f"{ten[:-1]}ieth": n for ten, n in TENS.items()} | {"hundredth": 100}  # fmt: skip
