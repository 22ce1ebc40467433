"""What the command lines of this package have in common."""

from __future__ import annotations

import argparse
from typing import NoReturn

RUNTIMES = ("auto", "namespace", "process", "container")


class OneSentenceParser(argparse.ArgumentParser):
    """A wrong argument is one sentence and the exit code 2, without the usage before it.

    ``module`` is what ``python -m`` starts.
    """

    module = ""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. See: python -m {self.module} --help\n")


def port_number(text: str) -> int:
    """A port as an argument's type; 0 asks for a free one."""
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port number from 0 to 65535")
    return int(text)
