"""The two files in which a program leaves a word about its end, as the service reads them."""

from pathlib import Path

import pytest

from localaws.jobs import messages
from localaws.jobs.failures import JobFailed
from localaws.jobs.written import Written


def hosts(folder: Path, *contents: bytes | None) -> list[Written]:
    for number, content in enumerate(contents):
        (folder / str(number)).mkdir()
        if content is not None:
            (folder / str(number) / "message").write_bytes(content)
    return [Written(folder / str(number)) for number in range(len(contents))]


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        ([None], None),
        ([b""], None),
        ([b"gone"], "gone"),
        ([b"a\n", None, b"b"], "a\nb"),
        ([b"a" * 1023, b"bc"], "a" * 1023 + "b"),
        ([b"a" * 1022 + "é€".encode()], "a" * 1022 + "é"),
        ([b"a" * 1022 + "€".encode()], "a" * 1022),
        ([b"a" * 1024 + "€".encode()[:2]], "a" * 1024),
    ],
)
def test_an_exit_message_is_the_first_kilobyte_of_the_hosts_files(
    tmp_path: Path, contents: list[bytes | None], message: str | None
) -> None:
    assert messages.exit_message(hosts(tmp_path, *contents), "message") == message


@pytest.mark.parametrize(
    "contents",
    [[b"\xff"], ["€".encode()[:2]], ["text €".encode()[:-1], b"text"], ["text".encode("utf-16")]],
)
def test_what_is_no_utf_8_fails_the_job(tmp_path: Path, contents: list[bytes]) -> None:
    with pytest.raises(JobFailed, match=r"^ClientError: The exit message is not valid UTF-8"):
        messages.exit_message(hosts(tmp_path, *contents), "message")


def test_an_explanation_is_cut_at_so_many_characters(tmp_path: Path) -> None:
    (host,) = hosts(tmp_path, "é".encode() * 2000)
    assert messages.explanation(host, "message") == "é" * 1024
