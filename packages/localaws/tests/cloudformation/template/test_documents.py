"""Which texts are documents, and what of YAML is CloudFormation's."""

from __future__ import annotations

import pytest

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.documents import DEEPEST, parsed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "unsupported structure"),
        ("just words", "unsupported structure"),
        ("[]", "unsupported structure"),
        ('{"a": ', "not well-formed"),
        ("a: [", "YAML not well-formed"),
        ("a: &x 1\nb: *x", "YAML aliases are not allowed"),
        ("a: {b: 1}\nc:\n  <<: {d: 1}", "merge keys"),
        ("a: 1\na: 2", "the key 'a' is there twice"),
        ('{"a": 1, "a": 2}', "the key 'a' is there twice"),
        ("? [a]\n: 1", "A key must be text"),
        ("a: !!binary aGk=", "tag tag:yaml.org,2002:binary is not supported"),
        ("a: !!python/object:os.system x", "is not supported"),
        ("a: .nan", "a number is infinite"),
        ('{"a": 1e999}', "a number is infinite"),
        ('{"a": %s}' % ("9" * 400), "too many digits"),
        ('{"a": %s}' % ("9" * 5000), "not well-formed"),
        ('{"a": "\\u0000"}', r"U\+0000 is not allowed"),
        ('{"a": "\\ud800"}', r"U\+D800 is not allowed"),
        ('{"a": %s}' % ("[" * DEEPEST + "]" * DEEPEST), "levels deep"),
        ('{"a": %s}' % ("[" * 20_000 + "]" * 20_000), "levels deep"),
        ("a: " + "[" * 5_000 + "]" * 5_000, "levels deep"),
    ],
    ids=lambda text: text[:20],
)
def test_a_text_that_is_no_document_is_refused(text: str, says: str) -> None:
    with pytest.raises(TemplateError, match=says):
        parsed(text)


def test_yaml_is_read_as_cloudformation_reads_it() -> None:
    assert parsed(
        "AWSTemplateFormatVersion: 2010-09-09\n"
        "123456789012: {true: !Sub '${A}-b'}\n"
        "b: !GetAtt Role.Arn\nc: !Join [',', [!Ref X]]\nd: !Condition Is\n"
    ) == {
        "AWSTemplateFormatVersion": "2010-09-09",
        "123456789012": {"true": {"Fn::Sub": "${A}-b"}},
        "b": {"Fn::GetAtt": ["Role", "Arn"]},
        "c": {"Fn::Join": [",", [{"Ref": "X"}]]},
        "d": {"Condition": "Is"},
    }
