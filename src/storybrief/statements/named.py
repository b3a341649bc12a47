"""Whom does one article name, whether or not they say anything?"""

from __future__ import annotations

from storybrief.model import Named
from storybrief.statements.register import Register, all_kin, says_what
from storybrief.statements.words import Words


def named(made: Words, names: Register) -> tuple[Named, ...]:
    """Return the people of the register of an article's words, in text order, each by the fullest form of the name."""
    found = []
    for surname, bearers in names.people.items():
        kin = all_kin(made, bearers, names.bare.get(surname, []))
        for person in bearers:
            role = made.span(*person.role) if person.role else None
            found.append(
                Named(
                    made.span(person.first, person.last),
                    person.first,
                    person.first < person.last,
                    role,
                    bool(person.role and says_what(made, person.role)),
                    person.certain,
                    kin,
                )
            )
    return tuple(sorted(found, key=lambda one: one.word))
