"""Which services a signing name stands for."""

from __future__ import annotations

from localaws.protocols import models


def test_what_is_known_by_heart_is_what_the_models_say() -> None:
    for name, known in models._SIGNED_AS.items():
        assert set(known) <= set(models.services_in_full(name)), name
        if name != "sagemaker":  # whose further families are looked up when asked for
            assert set(known) == set(models.services_in_full(name)), name


def test_a_name_that_nobody_signs_for_has_no_services() -> None:
    assert models.services_signed_as("no-such-service") == ()


def test_a_service_may_speak_several_protocols() -> None:
    assert set(models.protocols_of(models.service_model("cloudwatch"))) == {
        "json",
        "query",
        "smithy-rpc-v2-cbor",
    }
