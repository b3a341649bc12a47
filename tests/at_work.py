"""Work for tests/test_workers.py: in a module of its own, so that another process can import it."""

from __future__ import annotations

import os
import time


def square(number: int) -> int:
    if number == 13:
        os._exit(9)
    if number == 14:
        raise ValueError("fourteen")
    return number * number


def who(_: int) -> int:
    return os.getpid()


def square_or_slow(number: int) -> int:
    return square(number) if number else _sleep()


def who_or_slow(number: int) -> int:
    return who(number) if number else _sleep()


def _sleep() -> int:
    time.sleep(60)
    return 0
