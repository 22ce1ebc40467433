"""What a CoNLL file's columns are: numbers before tokens, tags before tokens, tags twice."""

from collections.abc import Callable
from pathlib import Path

import pytest
from corpus import layout
from corpus.layout import Layout
from corpus.problems import JobProblem
from hypothesis import given
from hypothesis import strategies as st

Write = Callable[..., Path]
Run = Callable[..., int]

SENTENCES = [["Anna/B-PER", "Weber/I-PER", "sleeps/O"], ["in/O", "7/O", "Lisbon/B-LOC", "./O"]] * 3


def conll(line: str = "{token}\t{tag}", first: int = 1, blank: str = "\n") -> str:
    """The sentences, each of their lines as ``line`` says."""
    text = ""
    running = 0
    for sentence in SENTENCES:
        for number, pair in enumerate(sentence, first):
            token, tag = pair.split("/")
            text += line.format(token=token, tag=tag, number=number, running=running) + "\n"
            running += 1
        text += blank
    return text


def judged(text: str) -> Layout:
    return layout.judge(layout.sentences(text), "a.conll")


@pytest.mark.parametrize(
    ("line", "first"),
    [
        ("{number}\t{token}\t{tag}", 1),
        ("{number}\t{token}\t{tag}", 0),
        ("{number} {token} X {tag}", 1),
        ("{running}\t{token}\t{tag}", 1),
    ],
)
def test_numbers_before_tokens_are_not_taken_for_tokens(line: str, first: int) -> None:
    found = judged(conll(line, first))
    assert found.token == 1
    assert found.doubts[0].startswith("a.conll begins each line with a token's number, such as ")


@pytest.mark.parametrize(
    "text",
    [
        conll(),
        conll("{token} X Y {tag}"),
        conll("{token} {number} {tag}"),
        conll().replace("Anna", "1").replace("in", "1"),
        "1\tO\n\n" * 9 + conll("{token}\t{tag}"),
        "-DOCSTART- -X- O O\n\n" + conll("{token} NNP B-NP {tag}"),
        "",
    ],
)
def test_a_usual_file_raises_no_doubt(text: str) -> None:
    assert judged(text) == Layout()


@given(
    st.lists(
        st.lists(st.sampled_from(["1", "2", "3", "4", "one", "."]), min_size=1, max_size=6),
        min_size=4,
    )
)
def test_numbers_that_are_words_stay_words(sentences: list[list[str]]) -> None:
    text = "\n".join("".join(f"{word} CD O\n" for word in words) for words in sentences)
    text += "".join(f"\n{word} NN O\n" for word in ("some", "words"))
    assert judged(text).token == 0


def test_a_file_of_numbers_alone_is_doubted() -> None:
    assert "every token of a.conll is a number" in judged(conll("{number}\t{tag}")).doubts[0]


def test_a_second_column_of_tags_with_the_entities_is_told() -> None:
    """As GermEval has: the entities, and then the few that lie within them."""
    (doubt,) = judged(conll("{token}\t{tag}\tO")).doubts
    assert doubt.startswith(
        "column 2 of a.conll holds tags as well, with 6 entities where the last"
    )


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{tag}\t{token}", "a.conll has its tags in column 1 of 2, such as 'B-PER Anna': "),
        ("{token}\t{tag}\tX", "a.conll has its tags in column 2 of 3"),
        ("{token},{tag}", "a.conll has commas between its columns, such as 'Anna,B-PER'"),
    ],
)
def test_another_order_of_columns_is_refused(line: str, sentence: str) -> None:
    with pytest.raises(JobProblem) as problem:
        judged(conll(line))
    assert str(problem.value).startswith(sentence)


def test_the_job_trains_on_tokens_and_not_on_their_numbers(
    write: Write, run: Run, tmp_path: Path
) -> None:
    import json

    numbered = "# sent_id = 1\n" + conll("{number}\t{token}\t{tag}").replace(
        "1\tin", "1-2\tin 7\tO\n1\tin"
    )
    files = []
    for text in (conll(), numbered):
        # The same sentences in each, so that all splits have them.
        assert run(write({f"{name}.conll": text for name in ("train", "dev", "test")})) == 0
        output = tmp_path / "output"
        files.append([p.read_bytes() for p in sorted(output.rglob("*.parquet"))])
    assert files[0] == files[1]
    told = json.loads((tmp_path / "output" / "report" / "report.json").read_text())
    assert "token's number" in told["warnings"][0]
