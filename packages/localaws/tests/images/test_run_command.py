"""What one command of a RUN line comes to, or why it cannot be honoured."""

from __future__ import annotations

import pytest

from localaws.images.run_command import (
    MakeFolder,
    MakeRunnable,
    PipInstall,
    Refused,
    RunStep,
    shell_commands,
    step,
)


def test_a_line_is_split_at_its_ands_and_quotes_are_kept_whole() -> None:
    assert shell_commands("pip install 'a && b' && chmod +x /x &&") == [
        ["pip", "install", "a && b"],
        ["chmod", "+x", "/x"],
    ]


@pytest.mark.parametrize("line", ["a || b", "a; b", "a > b", "a | b", "(a)", "pip install 'a"])
def test_anything_else_of_a_shell_is_refused(line: str) -> None:
    with pytest.raises(Refused):
        shell_commands(line)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (
            "PIP_INDEX_URL=x A=b pip --no-cache-dir install -r r.txt",
            PipInstall(("-r", "r.txt"), "/opt", {"PIP_INDEX_URL": "x"}),
        ),
        ("python3.11 -m pip install six", PipInstall(("six",), "/opt")),
        ("PIP_NO_CACHE_DIR=1 pip install six", PipInstall(("six",), "/opt")),
        ("pip cache purge", None),
        ("chmod 0755 a b", MakeRunnable(("a", "b"), "/opt", 0o755)),
        ("chmod a+rx a", MakeRunnable(("a",), "/opt", None)),
        ("mkdir -p a b", MakeFolder(("a", "b"), "/opt")),
        ("set -eux", None),
        ("rm -rf /var/lib/apt/lists/*", None),
        ("apt-get update", None),
    ],
)
def test_what_a_command_comes_to(line: str, found: RunStep | None) -> None:
    assert step(line.split(), "/opt", {}) == found


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("pip uninstall six", "of pip, only `install` is supported"),
        ("pip install --target=x six", "`--target` in"),
        ("pip install -e .", "`-e` in"),
        ("chmod u-x a", "`RUN chmod u-x a` is not supported"),
        ("mkdir -m 700 a", "is not supported"),
        ("set -o pipefail", "is not supported"),
        ("apt-get remove nginx", "of apt-get, a process image honours"),
        ("curl -O http://x", "`pip install`, `chmod`, `mkdir` and `apt-get install` only"),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_name(line: str, words: str) -> None:
    with pytest.raises(Refused, match="choose --runtime container") as caught:
        step(line.split(), "/opt", {})
    assert words in str(caught.value)
