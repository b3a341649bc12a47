"""Where are the package's own templates, compiled, so that they need not be compiled in each process?

Beside them, as Python keeps its compiled modules, and only where Python could write those. A site's own templates are
compiled each time: what a site's folder holds may come from anybody, and compiled code is run as it is.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from storybrief.store.files import replace_file


class Compiled(BytecodeCache):
    """The compiled templates of the folder `templates`; each is known by its name and proved by a hash of its text."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates
        self._folder = templates / "__pycache__"

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name under which a template is kept; "" for one that is not the package's."""
        own = filename is not None and Path(filename).parent == self._templates
        return f"{name}.{sys.implementation.cache_tag}.bin" if own else ""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a compiled template, if it is there and is that of the same text."""
        if bucket.key:
            with contextlib.suppress(OSError), (self._folder / bucket.key).open("rb") as file:
                bucket.load_bytecode(file)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, through a temporary file; where nothing can be written it is not kept."""
        if not bucket.key or sys.dont_write_bytecode:
            return
        with contextlib.suppress(OSError):
            replace_file(self._folder / bucket.key, bucket.bytecode_to_string())
