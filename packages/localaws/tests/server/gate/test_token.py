"""The token: an access key that only this user can read, in whichever way a client sends one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from localaws.server.gate.guard import Guard
from localaws.server.gate.peers import Peers
from localaws.server.gate.token import Token, access_key


@pytest.mark.parametrize(
    ("authorization", "query", "key"),
    [
        ("AWS4-HMAC-SHA256 Credential=K/20260101/us-east-1/s3/aws4_request, Signature=0", "", "K"),
        ("AWS K:signature", "", "K"),
        ("", "X-Amz-Credential=K%2F20260101%2Fus-east-1%2Fs3%2Faws4_request", "K"),
        ("", "AWSAccessKeyId=K&Signature=x&Expires=1", "K"),
        ("Basic S3k=", "AWSAccessKeyId=K", ""),
        ("", "", ""),
    ],
)
def test_the_access_key_is_found_where_clients_put_it(
    authorization: str, query: str, key: str
) -> None:
    assert access_key({"HTTP_AUTHORIZATION": authorization, "QUERY_STRING": query}) == key


def test_it_stays_with_its_folder_and_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        made = Token.of(tmp_path)
    finally:
        os.umask(before)
    assert (tmp_path / "token").stat().st_mode & 0o777 == 0o600
    assert Token.of(tmp_path).text == made.text
    assert len(made.text) >= 32


@pytest.mark.parametrize("left", ["", "test", "LAWSshort"])
def test_a_spoilt_one_is_made_anew(tmp_path: Path, left: str) -> None:
    (tmp_path / "token").write_text(left)
    assert Token.of(tmp_path).text != left


def test_keys_that_the_server_has_issued_are_as_good() -> None:
    token = Token("LAWS", lambda key: key == "ASIAISSUED")

    def admitted(key: str) -> bool:
        return token.is_in({"HTTP_AUTHORIZATION": f"AWS {key}:x", "QUERY_STRING": ""})

    assert admitted("LAWS")
    assert admitted("ASIAISSUED")
    assert not admitted("test")
    assert not token.is_in({"QUERY_STRING": ""})


def test_who_is_given_it() -> None:
    known, unknown = Peers(lambda _: 0), Peers(None)
    assert Guard(known, Token("T")).access_key == "test"
    assert Guard(known, Token("T")).access_key_of_jobs(in_containers=False) == "test"
    assert Guard(known, Token("T")).access_key_of_jobs(in_containers=True) == "T"
    assert Guard(known, Token("T"), asked_for=True).access_key == "T"
    assert Guard(unknown, Token("T")).access_key == "T"
