"""What may be an entry point, and what is run for it."""

from __future__ import annotations

import pytest

from localaws.images.aws.script_mode.entry_point import Kind, checked, command, kind
from localaws.images.aws.script_mode.errors import ClientError

ARGUMENTS = ["--name", "it's; true"]


@pytest.mark.parametrize(
    ("name", "beside", "is_a"),
    [
        ("train.py", ["train.py"], Kind.SCRIPT),
        ("train.py", ["train.py", "setup.py"], Kind.PACKAGE),
        ("train.sh", ["train.sh", "setup.py"], Kind.COMMAND),
        ("train", ["train"], Kind.COMMAND),
    ],
)
def test_the_kind_is_told_by_the_name_and_what_lies_beside(
    name: str, beside: list[str], is_a: Kind
) -> None:
    assert kind(name, beside) is is_a


def test_a_script_is_run_by_python() -> None:
    found = command(Kind.SCRIPT, "a/train.py", ARGUMENTS, "python3")
    assert found == ["python3", "--", "a/train.py", *ARGUMENTS]


def test_a_package_is_run_as_a_module() -> None:
    assert command(Kind.PACKAGE, "train.py", [], "python3") == ["python3", "-m", "train"]


def test_a_command_is_run_by_a_shell_that_sees_each_argument_as_one_word() -> None:
    found = command(Kind.COMMAND, "train.sh", ARGUMENTS, "python3")
    assert found == ["/bin/sh", "-c", """./train.sh --name 'it'"'"'s; true'"""]


@pytest.mark.parametrize(
    "name", [None, "", "-c", "/etc/passwd", "../train.py", "a/./b.py", "a;b", "a b.py", "a//b"]
)
def test_a_name_that_leaves_the_folder_or_means_something_to_a_shell_is_refused(
    name: str | None,
) -> None:
    with pytest.raises(ClientError, match="entry point"):
        checked(name)


@pytest.mark.parametrize("name", ["train.py", "bin/train.sh", "train", "a-b_c+d.py"])
def test_a_path_within_the_folder_may_be_one(name: str) -> None:
    assert checked(name) == name
