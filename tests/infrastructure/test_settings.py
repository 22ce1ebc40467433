"""The configuration: what is read from the CDK's context, and what a wrong one is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from infrastructure.settings import KEYS, Settings, SettingsError, read
from infrastructure.stages import load

ROOT = Path(__file__).parents[2]
CDK_JSON = ROOT / "cdk.json"


HERE = {"AWS_REGION": "us-east-1"}
PARTS = ("processing", "training", "transform", "endpoint")


def refusal(**settings: object) -> str:
    with pytest.raises(SettingsError) as caught:
        read({f"stepline:{key.replace('_', '-')}": value for key, value in settings.items()}, HERE)
    return str(caught.value)


def test_the_defaults_are_those_of_the_stages_file() -> None:
    said = load(ROOT).of("dev", "ner").values
    assert read({**json.loads(CDK_JSON.read_text())["context"], **said}, HERE) == Settings(
        region="us-east-1"
    )


def test_what_the_command_line_gives_as_text_is_parsed() -> None:
    settings = read(
        {
            "stepline:schedule-enabled": "true",
            "stepline:training-instance-count": "2",
            "stepline:log-retention-days": "7",
            "stepline:data-buckets": "corpora, more-corpora",
            "stepline:retain": "false",
        },
        HERE,
    )
    assert settings.schedule_enabled is True
    assert settings.training.instance_count == 2
    assert settings.log_retention_days == 7
    assert settings.data_buckets == ("corpora", "more-corpora")
    assert settings.retain is False


def test_a_list_of_buckets_in_cdk_json_is_a_list() -> None:
    assert read({"stepline:data-buckets": ["one", "two"]}, HERE).data_buckets == (
        "one",
        "two",
    )


def test_what_a_list_says_twice_is_meant_once() -> None:
    twice = ["team@example.com", "o'neil+ml@sub.example.com", "team@example.com"]
    for said in (twice, ",".join(twice)):
        assert read({"stepline:message-emails": said}, HERE).message_emails == tuple(twice[:2])


def test_account_and_region_are_the_cdk_clis_unless_they_are_set() -> None:
    environment = {"CDK_DEFAULT_ACCOUNT": "111122223333", "CDK_DEFAULT_REGION": "eu-west-1"}
    assert read({}, environment).region == "eu-west-1"
    assert read({}, environment).account == "111122223333"
    assert read({"stepline:region": "us-gov-west-1"}, environment).region == "us-gov-west-1"
    assert read({}, {"AWS_DEFAULT_REGION": "ap-northeast-1"}).region == "ap-northeast-1"


def test_without_a_region_one_is_asked_for() -> None:
    with pytest.raises(SettingsError, match=r"set AWS_REGION, or give -c stepline:region"):
        read({}, {})


def test_keys_of_the_cdk_itself_are_left_alone() -> None:
    assert read({"@aws-cdk/core:checkSecretUsage": True, "aws:cdk:x": 1}, HERE) == Settings(
        region="us-east-1"
    )


def test_a_misspelt_key_gets_the_right_one() -> None:
    assert refusal(shedule="rate(1 day)") == (
        "There is no setting stepline:shedule: did you mean stepline:schedule?"
    )


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("stage", "Dev!", "1 to 12 lower-case letters and digits"),
        ("stage", "a-b", "1 to 12 lower-case letters and digits"),
        ("stage", "dev\n", "1 to 12 lower-case letters and digits"),
        ("pipeline", "../ner", "1 to 20 lower-case letters and digits"),
        ("variant", "best", "it is one of served, tuned, transformed, full"),
        ("account", "123", "the 12 digits of an account"),
        ("region", "frankfurt", "a region such as"),
        ("schedule", "rate(1 days)", "rate(1 day)"),
        ("schedule-enabled", "maybe", "boolean"),
        ("schedule-time-zone", "Europe/Bonn", "a time zone of the IANA's list such as"),
        ("schedule-time-zone", "../../etc/passwd", "a time zone of the IANA's list such as"),
        ("schedule-window-minutes", "1441", "less than or equal to 1440"),
        ("schedule-retries", "-1", "greater than or equal to 0"),
        ("schedule-retry-minutes", "0", "greater than or equal to 1"),
        ("new-data-markers", "data/_SUCCESS", "the last part of a key such as _SUCCESS"),
        ("new-data-markers", "*", "the last part of a key such as _SUCCESS"),
        ("new-data-markers", "a**b", "the last part of a key such as _SUCCESS"),
        ("new-data-markers", "", "at least 1 item"),
        ("message-emails", "team", "an e-mail address such as"),
        ("pretrained", "s3://bucket/key", "a checkpoint's name on a hub"),
        ("training-instance-type", "m5.xlarge", "near it there are ml.m5.large, ml.m5.xlarge,"),
        ("training-instance-type", "ml.t2.medium", "near it there are ml.t3.medium;"),
        ("training-instance-type", "gpu", "it is no instance type for training jobs: docs/"),
        ("processing-instance-type", "ml.trn1.2xlarge", "no instance type for processing jobs"),
        ("endpoint-instance-type", "ml.t3.medium", "no instance type for endpoints"),
        ("training-instance-count", "0", "greater than or equal to 1"),
        ("training-instance-count", "two", "integer"),
        ("endpoint-name", "Ner", "lower-case letters"),
        ("log-retention-days", 91, "such as 90"),
        ("log-retention-days", "soon", "integer"),
        ("data-buckets", "s3://corpora", "the name of a bucket"),
        ("retain", "perhaps", "boolean"),
        # A switch is no number, and no text.
        ("endpoint-instance-count", True, "only a switch is true or false"),
        ("gate-floor", True, "only a switch is true or false"),
        ("owner", False, "only a switch is true or false"),
        # What the service refuses, or never uses, when the stack is half deployed.
        ("schedule", "cron(0 3 31 2 ? *)", "it never fires"),
        ("monitoring-schedule", "cron(0 3 * * ? 1999)", "it never fires again"),
        ("schedule-time-zone", "localtime", "a time zone of the IANA's list"),
        ("schedule-time-zone", "posix/Europe/Berlin", "a time zone of the IANA's list"),
        ("message-emails", "a@b..de", "an e-mail address such as"),
        ("message-emails", "<a@b.de>", "an e-mail address such as"),
        ("message-emails", "jörg@example.com", "an e-mail address such as"),
        ("message-emails", "a@-b.de", "an e-mail address such as"),
        ("data-buckets", "192.168.1.1", "the name of a bucket"),
        ("data-buckets", "cor..pora", "the name of a bucket"),
        ("data-buckets", "xn--corpora", "the name of a bucket"),
        ("owner", "   ", "text for a tag"),
        ("key", f"arn:aws:kms:us-east-1:111122223333:key/{'-' * 32}", "the ARN of a key"),
        ("role-path", "/" + 5 * ("a" * 120 + "/"), "at most 512 characters"),
        ("subnets", ",".join(f"subnet-{n:08x}" for n in range(17)), "at most 16 items"),
        ("security-groups", ",".join(f"sg-{n:08x}" for n in range(6)), "at most 5 items"),
        ("pip-index-url", "pypi", "a URL such as"),
        ("approval-link", True, "only where stepline:approval-required is true"),
    ],
)
def test_a_wrong_value_is_one_sentence_with_the_key_and_the_value(
    key: str, value: object, said: str
) -> None:
    sentence = refusal(**{key: value})
    assert sentence.startswith(f"stepline:{key} cannot be ")
    assert said in sentence
    assert "\n" not in sentence


def test_every_problem_is_said_at_once() -> None:
    sentence = refusal(stage="Dev", schedule="daily")
    assert "stepline:stage" in sentence
    assert "stepline:schedule" in sentence


@given(st.sampled_from(sorted(KEYS)), st.text() | st.integers() | st.none())
def test_any_value_is_either_taken_or_refused_with_a_sentence(name: str, value: Any) -> None:
    refusal = ""
    try:
        read({name: value}, HERE)
    except SettingsError as error:
        refusal = str(error)
    assert refusal == "" or refusal.startswith(f"{name} cannot be ")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings(region="us-east-1").stage = "prod"  # type: ignore[misc]


def test_the_keys_of_a_cdk_json_are_those_that_are_documented() -> None:
    parts = [f"{part}-instance-{what}" for part in PARTS for what in ("type", "count")]
    flat = (
        "pipeline stage variant account region schedule schedule-enabled pretrained image-uri pip-index-url "
        "pip-extra-index-url data-buckets"
    )
    later = "log-retention-days run-retention-days version-retention-days retain endpoint-name"
    starts = (
        "schedule-time-zone schedule-window-minutes schedule-retries schedule-retry-minutes "
        "new-data-enabled new-data-markers message-emails"
    )
    shields = (
        "key data-keys subnets security-groups network-isolation encryption-between-containers "
        "permissions-boundary role-path owner training-spot training-spot-max-wait-seconds"
    )
    named = [*parts, *flat.split(), *later.split(), *starts.split(), *shields.split()]
    assert set(KEYS) >= {f"stepline:{name}" for name in named}


@pytest.mark.parametrize("part", PARTS)
def test_the_machines_of_each_part_have_keys_of_their_own(part: str) -> None:
    found = read(
        {
            f"stepline:{part}-instance-type": "ml.m5.large",
            f"stepline:{part}-instance-count": 3,
        },
        HERE,
    )
    machines = {one: getattr(found, one) for one in PARTS}
    assert (machines[part].instance_type, machines[part].instance_count) == ("ml.m5.large", 3)
    assert all(one.instance_type is None for name, one in machines.items() if name != part)
