"""Data that is plausible and wrong: told, or refused where training would have to fail."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from copies import copies

Write = Callable[..., Path]
Run = Callable[..., int]

SENTENCE = "Anna\tB-PER\nWeber\tI-PER\nsleeps\tO\n\nin\tO\nLisbon\tB-LOC\n\n"

# Their hashes are 0.1 at most.
WITHIN_A_TENTH = "".join(f"Anna\tB-PER\nw{n}\tO\n\n" for n in (10, 16, 34, 41))


@pytest.fixture
def warnings(write: Write, run: Run, tmp_path: Path) -> Callable[..., list[str]]:
    def told(files: dict[str, str], *arguments: str) -> list[str]:
        assert run(write(files), *arguments) == 0
        report = json.loads((tmp_path / "output" / "report" / "report.json").read_text())
        found: list[str] = report["warnings"]
        return found

    return told


@pytest.fixture
def refusal(
    write: Write, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    def told(files: dict[str, str | bytes], *arguments: str) -> str:
        assert run(write(files), *arguments) == 1
        assert not [path for path in (tmp_path / "output").rglob("*") if path.is_file()]
        return capsys.readouterr().err.strip()

    return told


def without_blank_lines(times: int) -> str:
    return SENTENCE.replace("\n\n", "\n") * times


def test_missing_blank_lines_are_refused_where_no_split_can_be_cut(
    refusal: Callable[..., str],
) -> None:
    assert refusal({"a.conll": without_blank_lines(100)}) == (
        "a.conll is one sentence of 500 words, of which no validation or test split can be cut: "
        "put an empty line behind each sentence."
    )


def test_missing_blank_lines_are_told_where_every_split_has_a_file(
    warnings: Callable[..., list[str]],
) -> None:
    files = {f"{name}.conll": without_blank_lines(100) for name in ("train", "dev", "test")}
    told = warnings(files)
    assert told[0] == (
        "dev.conll is one sentence of 500 words: is the empty line behind each sentence missing?"
    )
    assert len(told) == 3


def test_some_missing_blank_lines_are_told_with_the_line(
    warnings: Callable[..., list[str]],
) -> None:
    told = warnings(
        {"a.conll": copies(SENTENCE, 5) + without_blank_lines(300) + "\n" + SENTENCE * 5}
    )
    assert told[0] == (
        "a.conll has 1 sentences of more than 1,000 words, the longest, of 1,500, from line 36 on: is "
        "an empty line between sentences missing?"
    )


def test_an_empty_line_behind_each_token_is_told(warnings: Callable[..., list[str]]) -> None:
    told = warnings({"a.conll": without_blank_lines(10).replace("\n", "\n\n")})
    assert told[0].startswith("each of the 50 sentences of a.conll has one word")


def test_types_that_differ_in_case_alone_are_told(warnings: Callable[..., list[str]]) -> None:
    told = warnings({"a.conll": copies(SENTENCE, 20) + "Ben\tB-Per\n\nBo\tB-per\n\n" * 2})
    assert told[0].startswith(
        "the types 'PER' (20 entities) and 'Per' (2 entities) and 'per' (2 entities) differ in case"
    )


def test_a_file_without_o_is_told(warnings: Callable[..., list[str]]) -> None:
    told = warnings({"a.conll": copies(SENTENCE.replace("\tO", "\tB-X"), 10)})
    assert told[0] == "none of the 50 words is tagged O: every word is a part of an entity"


def test_one_type_alone_is_fine(warnings: Callable[..., list[str]]) -> None:
    assert warnings({"a.conll": copies(SENTENCE.replace("LOC", "PER"), 20)}) == []


LONG = "".join(
    f"{word}\tO\n"
    for word in ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "dog"]
)


def test_data_of_which_no_sentence_lies_within_a_share_is_told(
    warnings: Callable[..., list[str]],
) -> None:
    told = warnings({"a.conll": copies(SENTENCE, 4)}, "--test-fraction=0.01")
    assert told[-1] == (
        "the data is so small that no sentence lies within the share of the test split: the nearest one "
        "is all of it"
    )


def test_sentences_that_training_has_too_are_told(warnings: Callable[..., list[str]]) -> None:
    other = [f"Anna\tB-PER\n{LONG}w{n}\tO\n\n" for n in range(60)]
    train, test = "".join(other[:40]), "".join(other[30:50])
    told = warnings({"train.conll": train, "dev.conll": "".join(other[50:]), "test.conll": test})
    assert told == [
        "10 of 20 sentences of the test split (50%; short ones aside) are in training as well: its "
        "figures will flatter the model"
    ]


@pytest.mark.parametrize(
    ("files", "arguments", "sentence"),
    [
        ({"a.conll": SENTENCE}, (), "A validation and a test split cannot be cut from 2 different sentences."),
        ({"train.conll": SENTENCE, "dev.conll": SENTENCE}, (), "A test split cannot be cut from 2 different sentences."),
        ({"a.conll": WITHIN_A_TENTH}, ("--test-fraction=0.1",), "No sentence is left to train on: all of them fall to the validation and the test split, which the words of each decide: it needs more sentences, or a smaller --validation-fraction and --test-fraction."),
        ({"train.conll": WITHIN_A_TENTH, "dev.conll": SENTENCE}, ("--test-fraction=0.1",), "No sentence is left to train on: all of them fall to the test split, which the words of each decide: it needs more sentences, or a smaller --test-fraction."),
        ({"a.conll": SENTENCE * 9}, ("--test-fraction=0",), "There would be no test split, which training needs: no file has test in its name, and --test-fraction is 0."),
        ({"a.jsonl": '{"text": "Anna", "entities": [{"span": [0, 4], "type": "P"}]}\n'}, (), "A validation and a test split cannot be cut from 1 different sentence."),
        ({"train.conll": SENTENCE * 9, "dev.conll": SENTENCE, "test.conll": "\u200d\tO\n"}, (), "The test split is empty, and training needs all three: the tokenizer makes nothing of its 1 sentences."),
        ({"a.conll": SENTENCE.encode("utf-16")}, (), "a.conll is no UTF-8 text, but UTF-16 or no text at all: save it as UTF-8."),
        ({"a.jsonl": "{}".encode("utf-16-le")}, (), "a.jsonl is no UTF-8 text, but UTF-16 or no text at all: save it as UTF-8."),
        ({"a.conll": SENTENCE.replace("\n", "\r")}, (), "The lines of a.conll end with a carriage return alone, as old Macs wrote them: end them with a line feed."),
        ({"a.conll": b"\x1f\x8b\x08abc"}, (), "a.conll is compressed: unpack it first."),
        ({"a.conll": SENTENCE.replace("Anna", "Zoë").encode("latin-1")}, (), "a.conll, line 1: the line is not UTF-8: save the file as UTF-8."),
    ],
)  # fmt: skip
def test_what_training_cannot_use_is_refused(
    refusal: Callable[..., str], files: dict[str, str | bytes], arguments: tuple[str, ...], sentence: str
) -> None:  # fmt: skip
    assert refusal(files, *arguments) == sentence


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_marks_and_line_ends_raise_no_doubt(
    warnings: Callable[..., list[str]], mark: str, ends: str
) -> None:
    assert warnings({"a.conll": mark + copies(SENTENCE, 20).replace("\n", ends)}) == []


@pytest.mark.parametrize(
    ("kinds", "scheme"),
    [("IO", "IOB1"), ("BILOU", "BIOES"), ("BIOES", "BIOES")],
)
def test_every_scheme_is_read_without_a_doubt(
    warnings: Callable[..., list[str]], tmp_path: Path, kinds: str, scheme: str
) -> None:
    tags = {
        "IO": ("I-PER", "I-PER", "I-LOC"),
        "BILOU": ("B-PER", "L-PER", "U-LOC"),
        "BIOES": ("B-PER", "E-PER", "S-LOC"),
    }[kinds]
    first, second, third = tags
    text = f"Anna\t{first}\nWeber\t{second}\nsleeps\tO\n\nin\tO\nLisbon\t{third}\n\n"
    assert warnings({"a.conll": copies(text, 20)}) == []
    report = json.loads((tmp_path / "output" / "report" / "report.json").read_text())
    assert report["files"][0]["scheme"] == scheme
