"""The end of a training job without AWS's toolkit: its files ``success`` and ``failure``, its exit code."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable

from .errors import ClientError
from .folders import Folders

log = logging.getLogger("sagemaker-training-toolkit")


def outcome(folders: Folders, work: Callable[[], None]) -> int:
    """Do it; the exit code, as the toolkit has it: 1 for whatever the user's code did."""
    try:
        work()
    except ClientError as error:
        return _failed(folders, str(error), 1)
    except Exception as error:  # noqa: BLE001 - whatever it was, the job's user must read it
        whole = f"Framework Error: \n{traceback.format_exc()}\n{error}"
        return _failed(folders, whole, _number(error))
    log.info("Reporting training SUCCESS")
    folders.output.mkdir(parents=True, exist_ok=True)
    (folders.output / "success").write_text("", encoding="utf-8")
    return 0


def refused(folders: Folders, check: Callable[[], None]) -> int:
    """The exit code of a job that a check refuses before it begins; 0: it may begin."""
    try:
        check()
    except ClientError as error:
        return _failed(folders, str(error), 1)
    except (OSError, ValueError):
        return 0  # whoever reads the configuration next says what is wrong with it
    return 0


def _failed(folders: Folders, why: str, code: int) -> int:
    file = folders.output / "failure"
    if not file.exists():  # a script may have said why itself
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(why, encoding="utf-8")
    log.error("Reporting training FAILURE")
    log.error(why)
    return code


def _number(error: Exception) -> int:
    number = getattr(error, "errno", None)
    return number if isinstance(number, int) and 0 < number < 256 else 1
