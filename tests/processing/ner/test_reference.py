"""The test split as it was written, in words or characters: what is written is read again."""

from pathlib import Path

import numpy as np
import pytest
from corpus import reference
from corpus.conll import Sentences
from corpus.problems import JobProblem
from corpus.reference import Sentence, of_records, of_words
from corpus.spans import Record, Span
from hypothesis import given
from hypothesis import strategies as st

WORDS = st.text(min_size=1, max_size=8).filter(lambda text: "\n" not in text)
SPANS = st.tuples(st.integers(0, 9), st.integers(10, 20), st.sampled_from(["P", "場所"]))


@given(st.lists(st.tuples(st.lists(WORDS, min_size=1), st.lists(SPANS)), min_size=1, max_size=5))
def test_sentences_of_words_come_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[list[str], list[tuple[int, int, str]]]]
) -> None:  # fmt: skip
    sentences = [Sentence(tuple(spans), words=tuple(words)) for words, spans in made]
    assert written(tmp_path_factory.mktemp("test"), sentences) == sentences


@given(st.lists(st.tuples(st.text(), st.lists(SPANS)), min_size=1, max_size=5))
def test_texts_come_back(
    tmp_path_factory: pytest.TempPathFactory, made: list[tuple[str, list[tuple[int, int, str]]]]
) -> None:
    sentences = [Sentence(tuple(spans), text=text) for text, spans in made]
    assert written(tmp_path_factory.mktemp("test"), sentences) == sentences


def written(folder: Path, sentences: list[Sentence]) -> list[Sentence]:
    lines = "".join(sentence.as_line() for sentence in sentences)
    (folder / reference.FILE).write_text(lines, encoding="utf-8", newline="")
    return reference.read(folder)


def test_entities_of_words_begin_and_end_with_words() -> None:
    block = Sentences(list("abcdef"), np.zeros(6, np.int32), np.array([4, 2]))
    labels = np.array(
        [1, 2, 1, 3, 0, 4], np.int16
    )  # B-P I-P B-P B-L, O and an I-L that begins nothing
    first, second = of_words(block, labels, np.array([True, True]), ["P", "L"])
    assert first == Sentence(((0, 2, "P"), (2, 3, "P"), (3, 4, "L")), words=("a", "b", "c", "d"))
    assert second.entities == ()


def test_only_the_chosen_are_written() -> None:
    records = [Record("in Rom", (Span(3, 6, 0),)), Record("so", ())]
    assert list(of_records(records, np.array([True, False]), ["L"])) == [
        Sentence(((3, 6, "L"),), text="in Rom")
    ]


def test_a_broken_line_is_named(tmp_path: Path) -> None:
    (tmp_path / reference.FILE).write_text('{"text": "a", "entities": []}\n{"text": 1\n')
    with pytest.raises(JobProblem, match=r"part-00000\.jsonl, line 2, is no sentence"):
        reference.read(tmp_path)


def test_an_empty_split_is_told(tmp_path: Path) -> None:
    with pytest.raises(JobProblem, match="there is no sentence of a test split"):
        reference.read(tmp_path)
