"""Dynamic references: which there are, what stands in place of them, and which are none."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.evaluation.dynamic_references import (
    ParameterReference,
    Reference,
    SecretReference,
    resolved,
    value_in,
)

ARN = "arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf"


def shown(reference: Reference) -> str:
    return f"<{reference}>"


def found_in(text: str) -> Any:
    found: list[Reference] = []

    def look_up(reference: Reference) -> str:
        found.append(reference)
        return "*"

    return resolved(text, look_up), *found


@pytest.mark.parametrize(
    ("rest", "reference"),
    [
        ("ssm:/a/b", ParameterReference("/a/b")),
        ("ssm:/a/b:7", ParameterReference("/a/b", "7")),
        ("secretsmanager:db", SecretReference("db")),
        ("secretsmanager:db:SecretString", SecretReference("db")),
        ("secretsmanager:db:SecretString:password", SecretReference("db", "password")),
        ("secretsmanager:db:SecretString:password::", SecretReference("db", "password")),
        ("secretsmanager:db:SecretString::AWSPREVIOUS", SecretReference("db", None, "AWSPREVIOUS")),
        (f"secretsmanager:{ARN}:SecretString:k::v1", SecretReference(ARN, "k", None, "v1")),
        (f"secretsmanager:{ARN}", SecretReference(ARN)),
    ],
)
def test_a_reference_names_a_parameter_or_a_secret(rest: str, reference: Reference) -> None:
    text = f"before {{{{resolve:{rest}}}}} after"
    assert found_in(text) == ("before * after", reference)


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        ("ssm:", "Incorrect format is used in the following SSM reference"),
        ("ssm:a b", "Incorrect format"),
        ("ssm:a:b", "Incorrect format"),
        ("ssm-secure:a:1", "SSM Secure reference is not supported"),
        ("secretsmanager:", "Incorrect format is used in the following Secrets Manager reference"),
        ("secretsmanager:db:SecretBinary", "has to name SecretString, not SecretBinary"),
        ("secretsmanager:db:SecretString:k:stage:version", "not both"),
        ("secretsmanager:db:SecretString:k:s:v:more", "Incorrect format"),
        ("secretsmanager:arn:aws:x", "Incorrect format"),
        ("vault:a", "its service has to be ssm, ssm-secure or secretsmanager"),
    ],
)
def test_what_is_no_reference_says_why(rest: str, said: str) -> None:
    with pytest.raises(TemplateError, match=said):
        found_in(f"{{{{resolve:{rest}}}}}")


def test_every_one_is_found_wherever_it_stands() -> None:
    value = {"a": ["{{resolve:ssm:x}}-{{resolve:ssm:y:2}}", 7], "b": {"c": None}}
    made = resolved(value, lambda reference: f"{reference}"[:9])
    assert made == {"a": ["Parameter-Parameter", 7], "b": {"c": None}}


def test_secrets_stay_as_text_where_nobody_may_see_them() -> None:
    text = "{{resolve:secretsmanager:db}} {{resolve:ssm:a}} {{resolve:ssm-secure:b:1}}"
    made = resolved(text, lambda _: "*", secrets=False)
    assert made == "{{resolve:secretsmanager:db}} * {{resolve:ssm-secure:b:1}}"


def test_a_key_of_a_secret_is_a_member_of_its_json() -> None:
    assert value_in('{"a": "x", "n": 7}', None) == '{"a": "x", "n": 7}'
    assert value_in('{"a": "x", "n": 7}', "a") == "x"
    assert value_in('{"a": "x", "n": 7}', "n") == "7"
    with pytest.raises(TemplateError, match="Could not find a value associated with JSONKey"):
        value_in("{}", "a")
    with pytest.raises(TemplateError, match="Could not parse SecretString JSON"):
        value_in("plain", "a")


@given(st.text(alphabet="{}resolv:ms-/a "))
def test_any_text_is_resolved_or_refused_in_a_sentence(text: str) -> None:
    with contextlib.suppress(TemplateError):
        assert isinstance(resolved("{{resolve:" + text, shown), str)
