"""What may a single value in the files that people write be? Each type checks it, and says so in the JSON Schemas."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, Field

_ADDRESS = r"^https?://[^\s<>\"\\/?#@]+([/?#][^\s<>\"\\]*)?$"
_DAY = r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})?)?$"
_LANGUAGE = r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$"  # RFC 5646, without its rare forms
_WORDS = r"[^\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"  # at least one that is seen


def _words(value: str) -> str:
    if not re.search(_WORDS, value):
        raise ValueError("must not be empty")
    return value


def _published(value: str) -> str:
    try:
        if not re.fullmatch(_DAY, value) or value.startswith(("0001", "9999")):  # by which machines mean none
            raise ValueError
        datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a date such as 2025-07-08 or 2025-07-08T17:30+02:00") from None
    return value


def _day(value: str) -> str:
    try:
        if len(value) != len("2025-07-08"):
            raise ValueError
        date.fromisoformat(value)
    except ValueError:
        raise ValueError("must be a day such as 2025-07-08") from None
    return value


def _address(value: str) -> str:
    if re.match(r"https?://[^/?#]*@", value):
        raise ValueError("must not tell readers a user's name or password: take out what stands before “@”")
    if not re.fullmatch(_ADDRESS, value):
        raise ValueError("must be an address that starts with http:// or https://")
    try:
        urlsplit(value)
    except ValueError:
        raise ValueError("must be an address that starts with http:// or https://") from None
    return value


def _language(value: str) -> str:
    if not re.fullmatch(_LANGUAGE, value):
        raise ValueError("must be a language's code, such as en or en-GB")
    return value


def _minutes(value: object) -> int:
    if not re.fullmatch(r"[1-9][0-9]?", str(value)) or int(str(value)) > 60:
        raise ValueError("must be a whole number of minutes from 1 to 60")
    return int(str(value))


def _flag(value: object) -> bool:
    if str(value).casefold() not in ("true", "false"):
        raise ValueError("must be true or false")
    return str(value).casefold() == "true"


def _pattern(pattern: str, **more: Any) -> Any:
    """Say in the JSON Schema what the checker above looks for, so that an editor can underline it at once."""
    return Field(json_schema_extra={"pattern": pattern, **more})


# Here every value is read as the words it is written with; an editor's YAML takes 1984 for a number and true for a flag.
_WRITTEN = ["string", "number", "boolean"]
Words = Annotated[str, AfterValidator(_words), _pattern(_WORDS, type=_WRITTEN)]
Published = Annotated[str, AfterValidator(_published), _pattern(_DAY, examples=["2025-07-08"])]
Address = Annotated[str, AfterValidator(_address), _pattern(_ADDRESS, format="uri")]
Flag = Annotated[bool, BeforeValidator(_flag)]
Minutes = Annotated[int, Field(ge=1, le=60), BeforeValidator(_minutes)]
Language = Annotated[str, AfterValidator(_language), _pattern(_LANGUAGE, examples=["en"])]
Day = Annotated[str, AfterValidator(_day), _pattern(r"^\d{4}-\d{2}-\d{2}$", examples=["2025-07-08"])]
