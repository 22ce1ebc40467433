"""Who signed a request, and for which region."""

from __future__ import annotations

from localaws.protocols.signer import Signer

SIGNED = "AWS4-HMAC-SHA256 Credential=AKIA/20260102/eu-west-1/sagemaker/aws4_request, Sign"


def test_the_region_is_the_one_that_a_request_was_signed_for() -> None:
    assert Signer.of(SIGNED, "us-east-1") == Signer("AKIA", "eu-west-1")


def test_a_request_that_nobody_signed_has_the_region_of_the_server() -> None:
    assert Signer.of("", "us-east-1") == Signer("", "us-east-1")


def test_a_credential_without_a_key_still_names_its_region() -> None:
    assert Signer.of(SIGNED.replace("AKIA", ""), "us-east-1") == Signer("", "eu-west-1")
