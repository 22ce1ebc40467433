"""Frees what nothing uses in the home folder of the embedded AWS, whose own program does it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from stepline import embedded
from stepline.errors import UserError


def prune(options: Sequence[str]) -> NoReturn:
    """Become that program: the question, the answer and the exit status are its own.

    Raises:
        UserError: there is no home folder.
    """
    home = embedded.home()
    if not home.is_dir():
        raise UserError(f"There is no folder {home}: there is nothing to free.")
    command = [sys.executable, "-m", "localaws", "prune", "--home", str(home), *options]
    os.execv(sys.executable, command)
