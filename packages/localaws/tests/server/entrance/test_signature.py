"""For whom a request was signed, or what is wrong with its signature."""

from __future__ import annotations

import pytest

from localaws.protocols.wire import Wire
from localaws.server.entrance.signature import BadSignature, Scope, scope

CREDENTIAL = "AKIA/20260102/eu-west-1/sns/aws4_request"
HEADER = f"AWS4-HMAC-SHA256 Credential={CREDENTIAL}, SignedHeaders=host, Signature=0"
ASYMMETRIC = HEADER.replace("HMAC", "ECDSA-P256").replace("/eu-west-1", "")
QUERY = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={CREDENTIAL}&X-Amz-Signature=0"


def of(header: str = "", query: str = "") -> Scope | None:
    return scope(Wire("GET", "/", query, {"authorization": header} if header else {}))


@pytest.mark.parametrize(
    ("header", "query", "found"),
    [
        ("", "", None),
        ("", "prefix=X-Amz", None),
        (HEADER, "", Scope("sns", "eu-west-1")),
        (HEADER.replace(", ", ","), "", Scope("sns", "eu-west-1")),
        (HEADER.replace("sns", "SNS"), "", Scope("sns", "eu-west-1")),
        (HEADER.replace("AKIA", "a/b"), "", Scope("sns", "eu-west-1")),
        (HEADER.replace("256 ", "256-X ").replace("HMAC-SHA256-X", "ECDSA-P256-SHA256"), "", None),
        ("AWS AKIA:abc", "", Scope("s3", "")),
        ("", QUERY, Scope("sns", "eu-west-1")),
        ("", QUERY.replace("/", "%2F"), Scope("sns", "eu-west-1")),
        ("", "AWSAccessKeyId=a&Signature=b&Expires=1", Scope("s3", "")),
        ("", "Signature=b", None),
    ],
)
def test_a_signature_says_for_whom(header: str, query: str, found: Scope | None) -> None:
    if "ECDSA" in header:
        found = Scope("sns", "")
        header = header.replace("/eu-west-1", "")
    assert of(header, query) == found


@pytest.mark.parametrize(
    ("header", "incomplete", "said"),
    [
        ("AWS AKIA", True, "version 2"),
        ("Basic abc", True, "Unsupported signing algorithm"),
        ("AWS4-HMAC-SHA256 Credential=a", True, "requires 'SignedHeaders' parameter"),
        (HEADER.replace("Signature=0", "Signature="), True, "requires 'Signature' parameter"),
        (HEADER.replace("/sns", ""), True, "exactly 5 slash-delimited"),
        (HEADER.replace("/sns", "/"), True, "exactly 5 slash-delimited"),
        (HEADER.replace("aws4_request", "aws3_request"), False, "valid terminator"),
        (HEADER.replace("20260102", "2026010"), False, "is no date"),
        (HEADER.replace("20260102", "202601023"), False, "is no date"),
        (HEADER.replace("eu-west-1", "eu-west-0"), False, "valid region"),
    ],
)
def test_a_signature_that_is_none_says_why(header: str, incomplete: bool, said: str) -> None:
    with pytest.raises(BadSignature, match=said) as wrong:
        of(header)
    assert wrong.value.incomplete is incomplete


@pytest.mark.parametrize(
    "query",
    [
        QUERY.replace("X-Amz-Signature=0", ""),
        QUERY.replace("AWS4-", "AWS3-"),
        QUERY.split("&", 1)[1],
    ],
)
def test_a_signed_url_has_all_its_parts(query: str) -> None:
    with pytest.raises(BadSignature, match="must include"):
        of(query=query)
