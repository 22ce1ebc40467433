"""A quota has the form of AWS's, and one code for ever."""

from __future__ import annotations

import re

from botocore.session import Session

from localaws.service_quotas.shown import code, shown

NAME = "ml.m5.xlarge for training job usage"


def test_a_code_has_the_form_of_awss_and_tells_quotas_apart() -> None:
    assert re.fullmatch(r"L-[0-9A-F]{8}", code(NAME))
    assert code(NAME) == code(NAME) != code("ml.m5.xlarge for processing job usage")


def test_a_quota_has_members_of_the_services_model_only() -> None:
    quota = shown(NAME, 2, "123456789012", "eu-west-1")
    members = Session().get_service_model("service-quotas").shape_for("ServiceQuota").members
    assert set(quota) <= set(members)
    assert (quota["QuotaName"], quota["Value"]) == (NAME, 2.0)
    arn = f"arn:aws:servicequotas:eu-west-1:123456789012:sagemaker/{code(NAME)}"
    assert quota["QuotaArn"] == arn
