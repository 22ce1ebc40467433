"""Reading CoNLL: what is a sentence, and which line is to blame for what is none."""

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import conll
from corpus.conll import Sentences
from corpus.problems import DataProblem, Tolerance
from corpus.tags import TagCodes, Types
from hypothesis import given
from hypothesis import strategies as st

Write = Callable[..., Path]


def read(folder: Path, skip: bool = False) -> list[list[tuple[str, str]]]:
    """All sentences of ``a.conll`` as (token, tag) pairs."""
    tags, tolerance = TagCodes(Types()), Tolerance(skip)
    found = []
    for block in conll.read(folder / "a.conll", "a.conll", tags, tolerance):
        names = {code: tag for tag, code in tags.items()}
        pairs = [(word, names[code]) for word, code in zip(block.words, block.tags, strict=True)]
        for length in block.lengths:
            found.append(pairs[:length])
            del pairs[:length]
        assert not pairs
    return found


TWO = [[("Anna", "B-PER"), ("sleeps", "O")], [("Lisbon", "B-LOC")]]


@pytest.mark.parametrize(
    "content",
    [
        "Anna\tB-PER\nsleeps\tO\n\nLisbon\tB-LOC\n",
        "Anna B-PER\nsleeps O\n\nLisbon B-LOC",
        "\n\nAnna\tB-PER\nsleeps\tO\n\n\n\nLisbon\tB-LOC\n\n\n",
        "Anna\tB-PER\r\nsleeps\tO\r\n\r\nLisbon\tB-LOC\r\n",
        "\ufeffAnna\tB-PER\nsleeps\tO\n\nLisbon\tB-LOC\n",
        "Anna\tNNP\tX\tB-PER\nsleeps\tVB\tY\tO\n\nLisbon\tNNP\tX\tB-LOC\n",
        "Anna  NNP  B-PER\nsleeps VB O\n \nLisbon NNP B-LOC  \n",
        "-DOCSTART- -X- -X- O\n\nAnna\tB-PER\nsleeps\tO\n\n-DOCSTART-\tO\n\nLisbon\tB-LOC\n",
        "-DOCSTART-\nAnna\tB-PER\nsleeps\tO\n-DOCSTART-\nLisbon\tB-LOC\n",
        "Anna\tB-PER\nsleeps\tO\n\t\nLisbon\tB-LOC\n\t\n",
        "# id = 1\tdomain=en\nAnna\tB-PER\nsleeps\tO\n\n# id = 2\nLisbon\tB-LOC\n",
    ],
    ids=[
        "tabs", "spaces", "blank lines", "Windows line ends", "byte order mark", "more columns",
        "many spaces", "document starts", "document starts as ends", "blank lines with tabs",
        "comments",
    ],
)  # fmt: skip
def test_the_same_sentences_are_read_from_every_spelling(write: Write, content: str) -> None:
    assert read(write({"a.conll": content})) == TWO


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a\tO\n\nb\n", "a.conll, line 3: only one column ('b')"),
        ("a\tO\nO\n", "a.conll, line 2: only one column ('O')"),
        ("a\tO\nb\t\n", "a.conll, line 2: only one column ('b')"),
        ("a\tO\n\tO\n", "a.conll, line 2: the token is empty"),
        ("a\tO\r\nb\tX-PER\r\n", "a.conll, line 2: the tag 'X-PER' is of no known scheme"),
        ("a\tO\nb\tPER\n", "line 2: the tag 'PER' is of no known scheme: IOB1, IOB2 and BIOES"),
        ("a\tO\nb\tB-\n", "line 2: the tag 'B-'"),
        ("#\tB_PER\n", "line 1: the tag 'B_PER'"),
        ("# B_PER\n", "line 1: the tag 'B_PER'"),
        (b"a\tO\nb\xff\tO\n", "a.conll, line 2: the line is not UTF-8"),
        ("a\tO\n".encode("utf-16"), "a.conll, line 1: the line is not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_used_is_named(
    write: Write, content: str | bytes, message: str
) -> None:
    with pytest.raises(DataProblem) as problem:
        read(write({"a.conll": content}))
    assert message in str(problem.value)


def test_skipping_drops_the_whole_sentence_and_counts_it_once(write: Write) -> None:
    folder = write({"a.conll": "a\tO\nb\nc\n\nd\tO\n\ne\tQ\n\nf\tB-X\n"})
    tolerance = Tolerance(skip=True)
    blocks = list(conll.read(folder / "a.conll", "a.conll", TagCodes(Types()), tolerance))
    assert [word for block in blocks for word in block.words] == ["d", "f"]
    assert dict(tolerance.kinds) == {"one column": 1, "unknown tag": 1}
    assert tolerance.examples[0].startswith("a.conll, line 2: only one column")


def test_line_numbers_go_on_from_block_to_block(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conll, "BLOCK_BYTES", 16)
    folder = write({"a.conll": "a\tO\nb\tO\n\n" * 20 + "c\n"})
    with pytest.raises(DataProblem, match="line 61: only one column"):
        read(folder)


def test_a_file_without_blank_lines_ends_before_memory_does(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conll, "BLOCK_BYTES", 16)
    monkeypatch.setattr(conll, "LONGEST_SENTENCE_BYTES", 64)
    with pytest.raises(DataProblem, match="no blank line within"):
        read(write({"a.conll": "a\tO\n" * 50}))


_token = st.text(
    st.characters(exclude_characters="\n\r\t ", exclude_categories=("Cs", "Cc", "Zs", "Zl", "Zp")),
    min_size=1,
    max_size=6,
).filter(lambda token: token != "-DOCSTART-")
_tag = st.sampled_from(["O", "B-PER", "I-PER", "S-a b", "E-creative-work"])


@given(
    sentences=st.lists(st.lists(st.tuples(_token, _tag), min_size=1, max_size=5), min_size=1),
    size=st.integers(8, 64),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read_whatever_the_blocks(
    tmp_path_factory: pytest.TempPathFactory,
    sentences: list[list[tuple[str, str]]],
    size: int,
    newline: str,
) -> None:
    folder = tmp_path_factory.mktemp("conll")
    blocks = ["".join(f"{token}\t{tag}\n" for token, tag in sentence) for sentence in sentences]
    (folder / "a.conll").write_bytes("\n".join(blocks).replace("\n", newline).encode())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conll, "BLOCK_BYTES", size)
        assert read(folder) == sentences


_line = st.one_of(
    st.sampled_from(["", " ", "\t", "a\tO", "b B-X", "c", "O", "\tO", "d\t", "# x y", "e x I-Y", " f O"]),
    st.text("aO\t #-BX", max_size=8),
)  # fmt: skip


@given(st.lists(_line, max_size=8))
def test_reading_quickly_is_reading_carefully(lines: list[str]) -> None:
    block = "\n".join(lines).encode()
    quick_tags, careful_tags = TagCodes(Types()), TagCodes(Types())
    quick = conll._read_quickly(block, quick_tags, token=0)
    if quick is None:
        return  # odd: left to the careful reading
    careful = conll._read_carefully(block, 1, "a", careful_tags, Tolerance(skip=False), token=0)
    assert _plain(quick, quick_tags) == _plain(careful, careful_tags)


def _plain(sentences: Sentences, tags: TagCodes) -> tuple[list[str], list[str], list[int]]:
    names = {code: tag for tag, code in tags.items()}
    return sentences.words, [names[code] for code in sentences.tags], sentences.lengths.tolist()
