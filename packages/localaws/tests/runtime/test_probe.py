"""A machine that cannot hold a container back is told so, by name; it gets no lesser container."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.runtime import namespace
from localaws.runtime.namespace import why_not

from ..runtimes import unavailable


@pytest.fixture(autouse=True)
def _namespaces(namespaces: str) -> None:
    if namespaces:
        unavailable("namespace", namespaces)


def test_the_probe_leaves_nothing_behind(tmp_path: Path) -> None:
    assert why_not(tmp_path) == ""
    assert list((tmp_path / "containers").iterdir()) == []


def test_a_kernel_that_cannot_tell_networks_apart_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def before_5_14(_: object) -> bytes:
        raise OSError(92, "Protocol not available")

    monkeypatch.setattr(namespace, "network_of", before_5_14)
    assert why_not(tmp_path) == (
        "the kernel cannot tell networks apart, which Linux can from 5.14 on"
    )


def test_a_server_that_may_not_answer_for_a_container_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> object:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("localaws.runtime.network.notifications.socket_of", refuse)
    assert why_not(tmp_path) == "connecting gave Operation not permitted"


def test_an_overlay_that_the_kernel_refuses_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = namespace.bare_image(tmp_path)
    nothing = type(bare)(tmp_path / "not-there", bare.system)
    monkeypatch.setattr(namespace, "bare_image", lambda home: nothing)
    assert "No such file" in why_not(tmp_path)
