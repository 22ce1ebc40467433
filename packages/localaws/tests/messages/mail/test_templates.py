"""Templates: what SES's subset of Handlebars makes of data."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.messages.mail.templates import BadTemplate, MissingValue, rendered

DATA: dict[str, Any] = {
    "name": "Ann",
    "n": 7,
    "thistle": "prickly",
    "yes": True,
    "no": False,
    "nested": {"a": {"b": "deep"}},
    "runs": [{"id": 1, "tags": ["x", "y"]}, {"id": 2, "tags": []}],
    "none": [],
}


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain { } text", "plain { } text"),
        ("{{name}} {{ n }} {{yes}}", "Ann 7 true"),
        ("{{{name}}} {{this.name}} {{thistle}}", "Ann Ann prickly"),
        ("{{nested.a.b}} {{runs.1.id}}", "deep 2"),
        ("{{! nobody reads this }}x", "x"),
        ("{{#if yes}}a{{else}}b{{/if}}{{#if no}}a{{else}}b{{/if}}", "ab"),
        ("{{#if missing}}a{{/if}}{{#unless missing}}b{{/unless}}", "b"),
        ("{{#each runs}}{{id}}{{#each tags}}-{{this}}{{../id}}{{/each}};{{/each}}", "1-x1-y1;2;"),
        ("{{#each none}}a{{else}}nothing{{/each}}", "nothing"),
        ("{{#each nested}}{{b}}{{/each}}", "deep"),
        ("{{#each runs}}{{#if tags}}{{this.id}}{{/if}}{{/each}}", "1"),
    ],
)
def test_a_template_is_filled(template: str, text: str) -> None:
    assert rendered(template, DATA) == text


@pytest.mark.parametrize("template", ["{{missing}}", "{{nested.x}}", "{{#each missing}}{{/each}}"])
def test_a_missing_value_is_named(template: str) -> None:
    with pytest.raises(MissingValue, match="is not present in the rendering data"):
        rendered(template, DATA)


@pytest.mark.parametrize(
    "template",
    ["{{#if yes}}", "{{/if}}", "{{else}}", "{{#with name}}{{/with}}", "{{> part}}", "{{#if a}}{{/each}}",
     "{{}}", "{{#if a}}{{else}}{{else}}{{/if}}"],
)  # fmt: skip
def test_what_is_no_template_says_why(template: str) -> None:
    with pytest.raises(BadTemplate):
        rendered(template, DATA)


@given(st.text(alphabet="{}#/!> .abeifln", max_size=40))
def test_any_text_is_rendered_or_refused_in_a_sentence(text: str) -> None:
    try:
        made = rendered(text, {"a": {"b": [1]}})
    except (BadTemplate, MissingValue) as error:
        made = str(error)
    assert isinstance(made, str)
