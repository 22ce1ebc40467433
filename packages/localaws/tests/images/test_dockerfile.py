"""The Dockerfile parser: what is one instruction, and what is refused."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.images.dockerfile import KEYWORDS, DockerfileError, parse


def test_continuation_lines_join_and_comments_within_them_vanish() -> None:
    text = "FROM python:3.11\n# why\nENV A=1 \\\n  # inner\n\n  B=2\nRUN pip install \\\n    six"
    assert [(i.line, i.keyword, i.value.split()) for i in parse(text)] == [
        (1, "FROM", ["python:3.11"]),
        (3, "ENV", ["A=1", "B=2"]),
        (7, "RUN", ["pip", "install", "six"]),
    ]


def test_keywords_are_known_in_any_case() -> None:
    assert [i.keyword for i in parse("from python:3.11\nCmd train")] == ["FROM", "CMD"]


def test_flags_are_apart_from_the_value() -> None:
    (copy,) = parse("COPY --from=build --chmod=755 a /b")
    assert (copy.flags, copy.value) == (("--from=build", "--chmod=755"), "a /b")


@given(st.lists(st.text(max_size=20), max_size=4))
def test_the_exec_form_is_the_json_list_that_was_written(words: list[str]) -> None:
    written = json.dumps(words)
    (instruction,) = parse(f"ENTRYPOINT {written}")
    assert instruction.exec_form == tuple(words)


@pytest.mark.parametrize("value", ["['train']", "[train]", '["a", 1]', "train"])
def test_what_is_no_json_list_of_strings_is_the_shell_form(value: str) -> None:
    assert parse(f"CMD {value}")[0].exec_form is None


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("FROM python:3.11\nINSTALL six", 2, "unknown instruction: INSTALL"),
        ("FROM", 1, "FROM requires at least one argument"),
        ("FROM python:3.11\nRUN <<EOF\npip install six\nEOF", 2, "here-document"),
        ("# escape=`\nFROM python:3.11", 1, "backslash"),
        ("# nothing but this\n\n", 1, "no instructions"),
    ],
)
def test_a_refusal_names_the_line_and_the_reason(text: str, line: int, words: str) -> None:
    with pytest.raises(DockerfileError, match=words) as refused:
        parse(text)
    assert refused.value.line == line
    assert str(refused.value).startswith(f"Dockerfile line {line}: ")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(sorted(KEYWORDS - {"RUN", "COPY", "ADD"})),
            st.lists(
                st.from_regex(r"[a-zA-Z0-9/=._]{1,8}", fullmatch=True), min_size=1, max_size=4
            ),
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([" ", "  ", " \\\n", " \\  \n    ", " \\\n# comment\n  "]),
    st.sampled_from(["\n", "\n\n", "\n# comment\n", "\n   # indented \\\n"]),
)
def test_layout_never_changes_the_instructions(
    instructions: list[tuple[str, list[str]]], blank: str, between: str
) -> None:
    text = between.join(blank.join([keyword, *words]) for keyword, words in instructions)
    assert [(i.keyword, i.value.split()) for i in parse(text)] == instructions


@given(st.text())
def test_any_text_is_parsed_or_refused_with_a_line(text: str) -> None:
    try:
        instructions = parse(text)
    except DockerfileError as refused:
        message = str(refused)
    else:
        message = "Dockerfile line 1: parsed"
        assert all(i.keyword in KEYWORDS and i.value for i in instructions)
    assert message.startswith("Dockerfile line ")


def test_only_a_line_feed_ends_a_line() -> None:
    first, second = parse("LABEL a=1\x85b\u2028c\r\nFROM python:3.11\r\n")
    assert (first.line, second.line) == (1, 2)
    assert second.value == "python:3.11"
