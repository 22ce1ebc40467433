"""The options that guard the server: what is no origin and no host is a sentence."""

from __future__ import annotations

import pytest

from localaws.server import options


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LOCALAWS_ALLOW_ORIGIN", "LOCALAWS_ALLOW_HOST", "LOCALAWS_TOKEN"):
        monkeypatch.delenv(name, raising=False)


def test_origins_are_written_as_browsers_write_them() -> None:
    given = ["https://App.example", "http://localhost:3000", "http://a.example:80", "https://b:443"]
    arguments = [word for origin in given for word in ("--allow-origin", origin)]
    assert options.parse(arguments).origins == {
        *("https://app.example", "http://localhost:3000", "http://a.example", "https://b")
    }
    assert options.parse([]).origins == frozenset()


def test_hosts_are_names() -> None:
    assert options.parse(["--allow-host", "Build-Machine.example"]).hosts == {
        "build-machine.example"
    }


def test_the_environment_says_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOCALAWS_ALLOW_ORIGIN", "http://a.example, http://b.example")
    monkeypatch.setenv("LOCALAWS_ALLOW_HOST", "c.example")
    monkeypatch.setenv("LOCALAWS_TOKEN", "1")
    found = options.parse(["--allow-host", "d.example"])
    assert found.origins == {"http://a.example", "http://b.example"}
    assert found.hosts == {"c.example", "d.example"}
    assert found.token


@pytest.mark.parametrize(
    ("option", "text"),
    [
        ("--allow-origin", "https://app.example/"),
        ("--allow-origin", "https://app.example/path"),
        ("--allow-origin", "app.example"),
        ("--allow-origin", "null"),
        ("--allow-origin", "*"),
        ("--allow-origin", "https://*.example"),
        ("--allow-origin", "https://me@app.example"),
        ("--allow-host", "http://app.example"),
        ("--allow-host", "app.example:4566"),
        ("--allow-host", "app.example/path"),
        ("--allow-host", "*"),
        ("--allow-host", ""),
    ],
)
def test_anything_else_is_one_sentence(
    option: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        options.parse([option, text])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert repr(text) in said
    assert len(said.splitlines()) == 1


def test_a_wrong_variable_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOCALAWS_ALLOW_ORIGIN", "everybody")
    with pytest.raises(SystemExit):
        options.parse([])
    assert "LOCALAWS_ALLOW_ORIGIN: 'everybody' is no origin" in capsys.readouterr().err


def test_an_account_is_gone_on_with_only_where_that_is_asked_for() -> None:
    assert options.parse([]).keep is False
    assert options.parse(["--keep"]).keep is True


def test_a_type_that_is_not_done_fails_a_stack_unless_the_user_says_otherwise() -> None:
    assert not options.parse([]).skip_unsupported_types
    assert options.parse(["--skip-unsupported-types"]).skip_unsupported_types
