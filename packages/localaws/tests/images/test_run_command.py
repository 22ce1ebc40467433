"""What one command of a RUN line comes to, or why it cannot be honoured."""

from __future__ import annotations

import pytest

from localaws.images.package_command import FirstThatWorks, PipInstall, PipUninstall
from localaws.images.refusal import Refused
from localaws.images.run_command import MakeFolder, MakeRunnable, RunStep, step, steps


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
        ("pip uninstall --yes uv", PipUninstall(("uv",))),
        (
            "UV_TORCH_BACKEND=cpu PIP_RETRIES=1 uv pip install --system --no-cache -r r.txt",
            PipInstall(
                ("-r", "r.txt"), "/opt", {"UV_TORCH_BACKEND": "cpu", "PIP_RETRIES": "1"}, uv=True
            ),
        ),
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
        ("pip uninstall -r r.txt", "of pip, only `install` and `uninstall` of names are supported"),
        ("pip download six", "of pip, only `install` and `uninstall` of names are supported"),
        ("uv sync", "`RUN uv sync` is not supported"),
        ("uv pip install --target=x six", "`--target` in"),
        ("pip install --target=x six", "`--target` in"),
        ("pip install -e .", "`-e` in"),
        ("chmod u-x a", "`RUN chmod u-x a` is not supported"),
        ("mkdir -m 700 a", "is not supported"),
        ("set -o pipefail", "is not supported"),
        ("apt-get remove nginx", "of apt-get, a process image honours"),
        (
            "curl -O http://x",
            "`pip install`, `uv pip install`, `chmod`, `mkdir` and `apt-get install` only",
        ),
    ],
)
def test_what_cannot_be_honoured_is_refused_by_name(line: str, words: str) -> None:
    with pytest.raises(Refused, match="choose --runtime container") as caught:
        step(line.split(), "/opt", {})
    assert words in str(caught.value)


def test_another_way_of_installing_is_kept_for_where_the_first_fails() -> None:
    line = "pip install a==1+cpu || (pip install uv && uv pip install a && pip uninstall -y uv) && chmod +x b"
    assert steps(line, "/opt", {}) == [
        FirstThatWorks(
            (PipInstall(("a==1+cpu",), "/opt"),),
            (
                PipInstall(("uv",), "/opt"),
                PipInstall(("a",), "/opt", uv=True),
                PipUninstall(("uv",)),
            ),
        ),
        MakeRunnable(("b",), "/opt", None),
    ]


def test_whether_something_else_fails_is_not_known_when_the_image_is_planned() -> None:
    with pytest.raises(Refused, match=r"between commands of pip and uv; .*--runtime container"):
        steps("mkdir a || pip install b", "/opt", {})
