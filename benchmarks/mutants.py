"""Which changes of one line in a rule does no test notice? A mutant that survives is a case that is missing.

    python -m benchmarks.mutants              75 mutants of the core modules, and 25 of the tables
    python -m benchmarks.mutants 20 same      20 of those whose module has “same” in its name
    python -m benchmarks.mutants 20 tsv       20 rows of the tables of rules, each left out

Each is one change: a comparison turned, "and" for "or", a "not" left out, a number one higher, a word taken out of a
set, a row of a table left empty. The tests named beside its module or table are run against it in a process of its own,
and stop at the first failure. Which mutants are made follows from the sources alone. It prints the survivors, as cases to
write in tests/cases/.
"""

from __future__ import annotations

import ast
import copy
import importlib.machinery
import os
import random
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import CodeType

ROOT = Path(__file__).parent.parent
CORE = {
    "statements.polarity": ("test_polarity.py",),
    "statements.shown": ("test_polarity.py", "test_statements.py"),
    "statements.speaker": ("test_statements.py",),
    "statements.subjects": ("test_statements.py",),
    "claims.same": ("test_same.py", "test_claims.py"),
    "claims.differ": ("test_claims.py",),
    "english.marks": ("test_marks.py",),
    "english.readings": ("test_marks.py",),
    "verify.turned": ("test_turned.py",),
}
TABLES = {
    "claims/kinds.tsv": ("test_opposites.py",),
    "claims/not_known.txt": ("test_claims.py", "test_rows.py"),
    "facts/units.tsv": ("test_facts.py",),
    "statements/bodies.tsv": ("test_statements.py", "test_spokespeople.py"),
    "statements/cues.tsv": ("test_statements.py",),
    "statements/marked_things.tsv": ("test_statements.py",),
    "statements/silence.tsv": ("test_polarity.py",),
    "statements/turning.tsv": ("test_polarity.py", "test_statements.py"),
}
_TURNED = {
    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq, ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_SECONDS = 300  # a mutant that runs longer hangs, which its tests would notice too


def changes(node: ast.AST) -> Iterator[str]:
    """Change a node in place, in one way after the other, and say how; it is as before when the next is asked for."""
    if isinstance(node, ast.Compare) and type(node.ops[0]) in _TURNED:
        was, node.ops[0] = node.ops[0], _TURNED[type(node.ops[0])]()
        yield f"{type(was).__name__} is {type(node.ops[0]).__name__}"
        node.ops[0] = was
    elif isinstance(node, ast.BoolOp):
        both, node.op = node.op, ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield "“and” and “or” changed places"
        node.op = both
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        negated, node.operand = node.operand, ast.UnaryOp(ast.Not(), node.operand)
        yield "a “not” is left out"
        node.operand = negated
    elif isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        node.value += 1
        yield f"{node.value - 1} is {node.value}"
        node.value -= 1
    elif isinstance(node, ast.Set) and len(node.elts) > 1:
        taken = node.elts.pop()
        yield f"without {ast.unparse(taken)}"
        node.elts.append(taken)


def rows(table: str) -> Iterator[tuple[int, str, str]]:
    """Yield every row of a table, to be left empty: its line, what it is, and itself."""
    for number, line in enumerate((ROOT / "src/storybrief" / table).read_text(encoding="utf-8").split("\n"), start=1):
        if line and not line.startswith("#"):
            yield number, f"without “{line[:60]}”", line


def mutants(module: str) -> Iterator[tuple[int, str, ast.Module]]:
    """Yield every mutant of a module: its line, what changed, the tree."""
    tree = ast.parse((ROOT / "src/storybrief" / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):
        for what in changes(node):
            yield getattr(node, "lineno", 0), what, copy.deepcopy(tree)


def survives(changed: Callable[[], None], tests: tuple[str, ...]) -> bool:
    """Run tests against a mutant, in a process of its own that `changed` makes it in; whether none failed."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    import signal

    signal.alarm(_SECONDS)
    changed()
    os.chdir(ROOT)
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    import pytest

    os._exit(
        pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-m", "not slow", *(f"tests/{name}" for name in tests)])
    )


def _in_a_module(module: str, tree: ast.Module) -> None:
    """Let Python read the tree where it would read a module's file."""
    code = compile(ast.fix_missing_locations(tree), f"{module}.py", "exec")
    read = importlib.machinery.SourceFileLoader.get_code

    def get_code(self: importlib.machinery.SourceFileLoader, name: str) -> CodeType | None:
        return code if name == f"storybrief.{module}" else read(self, name)

    importlib.machinery.SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


def _in_a_table(table: str, row: str) -> None:
    """Let the tables be read with the words of a row left out, or all of it where it is nothing but words."""
    from storybrief.english import tables

    read, empty = tables.lines, row.rpartition("\t")[0]

    def lines(name: str) -> list[str]:
        return [f"{empty}\t" if line == row and name == table else line for line in read(name) if line != row or empty]

    tables.lines = lines


_Mutant = tuple[str, int, str, Callable[[], None], tuple[str, ...]]


def main() -> None:
    """Make mutants, run the tests on each, print those that survive."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 75
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    lines: list[_Mutant] = []
    for module, tests in CORE.items():
        path = f"src/storybrief/{module.replace('.', '/')}.py"
        lines += [(path, at, what, partial(_in_a_module, module, tree), tests) for at, what, tree in mutants(module)]
    emptied: list[_Mutant] = []
    for table, tests in TABLES.items():
        path = f"src/storybrief/{table}"
        emptied += [(path, at, what, partial(_in_a_table, table, row), tests) for at, what, row in rows(table)]
    chosen: list[_Mutant] = []
    for each, share in ((lines, count), (emptied, count if wanted else count // 3)):
        found = [one for one in each if wanted in one[0]]
        chosen += random.Random(16).sample(found, min(share, len(found)))
    living = 0
    for path, line, what, changed, tests in sorted(chosen, key=lambda one: one[:2]):
        if survives(changed, tests):
            living += 1
            print(f"{path}:{line}: {what}", flush=True)
    print(f"{living} of {len(chosen)} survive, of {len(lines) + len(emptied)} that can be made.")


if __name__ == "__main__":
    main()
