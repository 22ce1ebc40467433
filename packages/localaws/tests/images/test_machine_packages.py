"""System packages: those of the machine, asked of the real dpkg where there is one."""

from __future__ import annotations

import shutil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.images import apt_get, machine_packages
from localaws.images.apt_get import SystemPackages
from localaws.images.dockerfile import DockerfileError

ANSWER = (
    "installed\tnginx\t1.22.1-9\thttpd, httpd-cgi, nginx-abi (= 1.18)\n"
    "config-files\twget\t1.21\t\n"
    "installed\tlibglib2.0-0t64\t2.80\tlibglib2.0-0 (= 2.80)\n"
)


def asked(**wanted: str) -> SystemPackages:
    return SystemPackages(f"apt-get install -y {' '.join(wanted)}", wanted, line=7)


def test_what_is_removed_is_not_installed_and_what_is_provided_is() -> None:
    found = machine_packages.parse(ANSWER)
    assert found["nginx"] == "1.22.1-9"
    assert found["libglib2.0-0"] == "2.80"
    assert (found["httpd"], found["nginx-abi"]) == ("", "1.18")
    assert "wget" not in found


@pytest.mark.parametrize(
    ("name", "version", "told"),
    [
        ("nginx", "", []),
        ("nginx", "1.22.1-9", []),
        ("nginx", "1.22.*", []),
        ("nginx", "1.18", ["nginx=1.18 (here is 1.22.1-9)"]),
        ("wget", "", ["wget"]),
    ],
)
def test_a_package_lacks_or_has_another_version(name: str, version: str, told: list[str]) -> None:
    assert apt_get.lacking(asked(**{name: version}), machine_packages.parse(ANSWER)) == told


@given(st.lists(st.text(st.characters(exclude_characters="-", exclude_categories=["C"]))))
def test_any_arguments_are_understood_or_refused(words: list[str]) -> None:
    try:
        found = apt_get.packages(["apt-get", "install", *words], 1)
    except apt_get.NotUnderstood:
        return
    assert found is not None
    assert all(any(word.startswith(name) for word in words) for name in found.wanted)


@pytest.mark.skipif(not shutil.which("dpkg-query"), reason="keeps no Debian packages")
def test_a_package_of_this_machine_is_noted_and_another_refused_by_name() -> None:
    assert (
        machine_packages.note(asked(dpkg="")) == "apt-get install -y dpkg: already on this machine"
    )
    with pytest.raises(DockerfileError) as refused:
        machine_packages.note(asked(dpkg="", nothing_of_the_kind=""))
    sentence = str(refused.value)
    assert "lacks nothing_of_the_kind; install that here (apt-get install)" in sentence
    assert sentence.startswith("Dockerfile line 7: ")
    assert "--runtime container" in sentence


def test_a_machine_without_dpkg_cannot_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(
        DockerfileError, match=r"no dpkg to tell whether dpkg is.*runtime container"
    ):
        machine_packages.note(asked(dpkg=""))
