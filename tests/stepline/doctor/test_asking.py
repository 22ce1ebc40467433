"""A program is asked, and ended with all that it started where it does not answer."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from stepline.doctor.asking import Answer, NoAnswer, NotThere, ask

ENVIRONMENT = {"PATH": "/usr/bin:/bin"}


def test_what_it_prints_is_its_answer() -> None:
    answer = ask(["sh", "-c", "echo one; echo two >&2; exit 3"], ENVIRONMENT, 10)
    assert answer == Answer(3, "one\n", "two\n")


def test_one_that_is_not_there_is_named() -> None:
    with pytest.raises(NotThere, match="no program nosuch on the PATH"):
        ask(["nosuch"], ENVIRONMENT, 10)


def test_one_that_cannot_be_started_is_not_there_either(tmp_path: Path) -> None:
    (tmp_path / "broken").write_text("#!/nonexistent/interpreter\n")
    (tmp_path / "broken").chmod(0o755)
    with pytest.raises(NotThere, match="cannot be started"):
        ask(["broken"], {"PATH": str(tmp_path)}, 10)


def test_one_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    script = f"sleep 60 & echo $! > {tmp_path}/child; wait"
    began = time.monotonic()
    with pytest.raises(NoAnswer, match="sh did not answer"):
        ask(["sh", "-c", script], ENVIRONMENT, 0.5)
    assert time.monotonic() - began < 20
    child = int((tmp_path / "child").read_text())
    deadline = time.monotonic() + 10
    while _runs(child) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not _runs(child)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # Whoever adopted it may not have reaped it yet.
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.parametrize(
    ("answer", "last"),
    [
        (Answer(1, "", "one\n two \n\n"), "two"),
        (Answer(1, "printed\n", ""), "printed"),
        (Answer(7, "", ""), "it ended with status 7"),
    ],
)
def test_its_last_words_say_why_it_failed(answer: Answer, last: str) -> None:
    assert answer.last_line == last
