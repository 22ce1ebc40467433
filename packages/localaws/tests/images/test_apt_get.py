"""What of ``apt-get`` asks for packages, what does nothing, and what is not understood."""

from __future__ import annotations

import pytest

from localaws.images import apt_get


def wanted(line: str) -> dict[str, str] | None:
    found = apt_get.packages(line.split(), 3)
    return None if found is None else dict(found.wanted)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("apt-get install -y --no-install-recommends nginx g++", {"nginx": "", "g++": ""}),
        ("apt install -qy -o Acquire::Retries=3 libc6:amd64=2.36-9*", {"libc6": "2.36-9*"}),
        ("apt-get -q=2 install nginx", {"nginx": ""}),
        ("apt-get update", None),
        ("/usr/bin/apt-get -y autoremove", None),
    ],
)
def test_packages_with_their_versions(line: str, found: dict[str, str] | None) -> None:
    assert wanted(line) == found


@pytest.mark.parametrize(
    "line",
    [
        "apt-get install",
        "apt-get remove nginx",
        "apt-get update nginx",
        "apt-get install --download-only nginx",
        "apt-get install ./local.deb",
        "apt-get install -y N",
    ],
)
def test_what_does_more_or_other_is_not_understood(line: str) -> None:
    with pytest.raises(apt_get.NotUnderstood):
        apt_get.packages(line.split(), 3)


@pytest.mark.parametrize(
    ("program", "is_apt"), [("apt", True), ("/usr/bin/apt-get", True), ("apt-cache", False)]
)
def test_its_names(program: str, is_apt: bool) -> None:
    assert apt_get.is_apt(program) is is_apt


@pytest.mark.parametrize(
    ("line", "only"),
    [
        ("rm -rf /var/lib/apt/lists/*", True),
        ("rm -rf /var/lib/apt/lists /var/cache/apt/x", True),
        ("rm -rf /var/lib/apt/listsandmore", False),
        ("rm -rf /var/lib/apt/lists/../../dpkg", False),
        ("rm -rf /var/lib/apt/lists /opt", False),
        ("rm -rf", False),
        ("ls /var/lib/apt/lists", False),
    ],
)
def test_only_apts_own_caches_may_be_cleared(line: str, only: bool) -> None:
    assert apt_get.only_clears_caches(line.split()) is only
