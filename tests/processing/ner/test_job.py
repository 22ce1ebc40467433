"""The whole job: what it writes, what it reports, and what it leaves when it fails."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from copies import copies

Write = Callable[..., Path]
Run = Callable[..., int]

SENTENCE = "Anna\tB-PER\nWeber\tI-PER\nsleeps\tO\n\nin\tO\nLisbon\tB-LOC\n\n"


def report(tmp_path: Path) -> Any:
    return json.loads((tmp_path / "output" / "report" / "report.json").read_text())


def rows(tmp_path: Path, split: str) -> list[dict[str, Any]]:
    return list(pq.read_table(tmp_path / "output" / split).to_pylist())


def sentences(tmp_path: Path, split: str) -> dict[int, list[str]]:
    """The tags of each sentence, put together from the windows that own them."""
    names = json.loads((tmp_path / "output" / "tokenizer" / "labels.json").read_text())["labels"]
    found: dict[int, list[str]] = {}
    for row in sorted(rows(tmp_path, split), key=lambda row: (row["sentence"], row["window"])):
        tags = [names[label] for label in row["labels"] if label != -100]
        found.setdefault(row["sentence"], []).extend(tags)
    return found


def files(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_the_output_is_what_training_reads(write: Write, run: Run, tmp_path: Path) -> None:
    data = write({"train.conll": SENTENCE * 3, "dev.conll": SENTENCE, "test.conll": SENTENCE * 2})
    assert run(data) == 0
    assert files(tmp_path / "output") == [
        "report/report.json",
        "test/part-00000.jsonl",
        "tokenizer/labels.json",
        "tokenizer/tokenizer.json",
        "tokenizer/tokenizer_config.json",
        "tokenizer/vocab.txt",
        "train/part-00000.parquet",
        "validation/part-00000.parquet",
    ]
    schema = pq.read_schema(tmp_path / "output" / "train" / "part-00000.parquet")
    assert str(schema.field("input_ids").type) == "list<element: int32>"
    assert str(schema.field("labels").type) == "list<element: int16>"
    assert (str(schema.field("sentence").type), str(schema.field("window").type)) == (
        "int64",
        "int32",
    )
    first, second = ["B-PER", "I-PER", "O"], ["O", "B-LOC"]
    assert sentences(tmp_path, "train") == dict(enumerate([first, second] * 3))
    assert sentences(tmp_path, "validation") == {0: first, 1: second}
    lines = (tmp_path / "output" / "test" / "part-00000.jsonl").read_text().splitlines()
    assert [json.loads(line) for line in lines] == [
        {"words": ["Anna", "Weber", "sleeps"], "entities": [[0, 2, "PER"]]},
        {"words": ["in", "Lisbon"], "entities": [[1, 2, "LOC"]]},
    ] * 2


def test_the_labels_are_sorted_and_go_with_the_windows(
    write: Write, run: Run, tmp_path: Path
) -> None:
    assert run(write({"a.conll": copies(SENTENCE, 9)}), "--max-length=16", "--stride=4") == 0
    assert json.loads((tmp_path / "output" / "tokenizer" / "labels.json").read_text()) == {
        "labels": ["O", "B-LOC", "I-LOC", "B-PER", "I-PER"],
        "unit": "word",
        "max_length": 16,
        "stride": 4,
    }


def test_every_row_has_the_special_tokens_of_the_tokenizer(
    write: Write, run: Run, tmp_path: Path
) -> None:
    from transformers import AutoTokenizer

    assert run(write({"a.conll": copies(SENTENCE, 5)})) == 0
    tokenizer = AutoTokenizer.from_pretrained(tmp_path / "output" / "tokenizer")
    for row in rows(tmp_path, "train"):
        assert row["input_ids"][0] == tokenizer.cls_token_id
        assert row["input_ids"][-1] == tokenizer.sep_token_id
        assert len(row["input_ids"]) == len(row["labels"])
        text = tokenizer.decode(row["input_ids"], skip_special_tokens=True)
        assert re.fullmatch(r"Anna\d Weber sleeps|in\d Lisbon", text)


def test_a_saved_tokenizer_serves_as_a_checkpoint(write: Write, run: Run, tmp_path: Path) -> None:
    data = write({"a.conll": copies(SENTENCE, 9)})
    assert run(data) == 0
    before = rows(tmp_path, "train")
    pretrained = (tmp_path / "output" / "tokenizer").rename(tmp_path / "pretrained")
    assert run(data, f"--pretrained={pretrained}") == 0
    assert rows(tmp_path, "train") == before
    assert report(tmp_path)["tokenizer"]["source"] == "the given checkpoint"


def test_the_same_data_writes_the_same_bytes(write: Write, run: Run, tmp_path: Path) -> None:
    data = write({"a.conll": copies(SENTENCE, 30)})
    outputs = []
    for _ in range(2):
        assert run(data) == 0
        outputs.append(
            {n: (tmp_path / "output" / n).read_bytes() for n in files(tmp_path / "output")}
        )
    assert outputs[0] == outputs[1]


def test_an_entity_in_a_long_sentence_is_owned_whole(
    write: Write, run: Run, tmp_path: Path
) -> None:
    long = (
        "".join(
            f"{word}\t{tag}\n"
            for word, tag in [("in", "O")] * 9 + [("Anna", "B-P"), ("Weber", "I-P")]
        )
        * 9
    )
    assert run(write({"train.conll": copies(long, 5)}), "--max-length=16", "--stride=6") == 0
    for tags in sentences(tmp_path, "train").values():
        assert tags == (["O"] * 9 + ["B-P", "I-P"]) * 9
    assert report(tmp_path)["splits"]["train"]["sentences_cut"] >= 1
    assert report(tmp_path)["splits"]["train"]["entities_longer_than_a_window"] == 0


def test_japanese_without_fitting_words_has_subtokens_for_units(
    write: Write, run: Run, tmp_path: Path, tokenizer: Any
) -> None:
    from corpus.tokenizer import save

    pretrained = tmp_path / "pretrained"
    pretrained.mkdir()
    save(tokenizer, pretrained)
    records = [
        f'{{"text": "カメラカメラを{n}", "entities": [{{"span": [0, 3], "type": "物"}}]}}\n'
        for n in range(5)
    ]
    assert run(write({"a.jsonl": "".join(records)}), f"--pretrained={pretrained}") == 0
    assert report(tmp_path)["unit"] == "subtoken"
    assert "100.0% of 5 entities do not fall on whole words" in report(tmp_path)["unit_reason"]


def test_a_type_that_training_never_shows_counts_as_missed(
    write: Write, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = write({"train.conll": copies(SENTENCE, 5), "dev.conll": SENTENCE + "x\tB-NEW\n\n"})
    assert run(data) == 0
    assert "validation holds 1 entities of the type 'NEW'" in capsys.readouterr().err
    assert "B-NEW" in report(tmp_path)["labels"]
    assert sentences(tmp_path, "validation")[2] == ["B-NEW"]


def test_the_report_counts(write: Write, run: Run, tmp_path: Path) -> None:
    assert (
        run(write({"train.conll": SENTENCE * 4, "dev.conll": SENTENCE, "test.conll": SENTENCE}))
        == 0
    )
    told = report(tmp_path)
    train = told["splits"]["train"]
    assert (train["sentences"], train["windows"], train["units"]) == (8, 8, 20)
    assert train["entities"] == {"LOC": 4, "PER": 4}
    assert train["labels"] == {"O": 8, "B-LOC": 4, "I-LOC": 0, "B-PER": 4, "I-PER": 4}
    assert told["files"][2] == {
        "file": "train.conll",
        "format": "CoNLL",
        "split": "train",
        "sentences": 8,
        "scheme": "IOB2",
        "tags_repaired": 0,
    }
    assert told["warnings"] == []


def test_skipped_lines_are_counted_with_examples(write: Write, run: Run, tmp_path: Path) -> None:
    data = write({"a.conll": copies(SENTENCE, 5) + "lonely\n\n", "b.jsonl": "{\n", "c.conll": ""})
    assert run(data, "--on-error=skip") == 0
    assert report(tmp_path)["dropped"]["reasons"] == {
        "one column": 1,
        "broken JSON": 1,
        "empty file": 1,
    }
    assert "a.conll, line 36: only one column" in report(tmp_path)["dropped"]["examples"][0]


@pytest.mark.parametrize(
    ("content", "arguments", "sentence"),
    [
        ("a\tO\nb\tQQ\n", [], "train.conll, line 2: the tag 'QQ' is of no known scheme"),
        ("", [], "train.conll: the file is empty."),
        ("\n \n", [], "train.conll: the file holds no sentence."),
        ("-DOCSTART- O\n", ["--on-error=skip"], "There is no usable sentence in the data."),
        ("a\tO\n", [], "There is no entity in the data: every tag is O"),
        (SENTENCE, ["--stride=100"], "--stride is 100, but must be from 0 to half of"),
        (SENTENCE, ["--max-length=4"], "--max-length is 4, but must be from 8 to 8192."),
        (SENTENCE, ["--stride=x"], "Wrong arguments: argument --stride: invalid int value: 'x'."),
        (SENTENCE, ["--nonsense"], "Wrong arguments: unrecognized arguments: --nonsense."),
        (SENTENCE, ["--test-fraction=0.95"], "--test-fraction is 0.95, but must be from 0 to 0.9"),
        (copies(SENTENCE, 2), ["--pretrained=/nowhere"], "There is no checkpoint folder /nowhere."),
    ],
)
def test_a_failure_is_one_sentence_and_leaves_nothing(
    write: Write,
    run: Run,
    tmp_path: Path,
    base_folder: Path,
    capsys: pytest.CaptureFixture[str],
    content: str,
    arguments: list[str],
    sentence: str,
) -> None:
    assert run(write({"train.conll": content}), *arguments) == 1
    told = capsys.readouterr().err
    assert told.startswith(sentence)
    assert told.count("\n") == 1
    assert (base_folder / "output" / "message").read_text() == told.strip()
    assert files(tmp_path / "output") == []


def test_a_folder_without_a_tokenizer_is_no_checkpoint(
    write: Write, run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pretrained").mkdir()
    assert (
        run(write({"a.conll": copies(SENTENCE, 2)}), f"--pretrained={tmp_path / 'pretrained'}") == 1
    )
    assert "The given checkpoint has no tokenizer that can be loaded" in capsys.readouterr().err


def test_a_failure_half_way_leaves_no_file(
    write: Write, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from corpus import job

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device", "part-00000.parquet")

    monkeypatch.setattr(job.SplitWriter, "write", full)
    assert run(write({"a.conll": copies(SENTENCE, 9)})) == 1
    assert files(tmp_path / "output") == []


def test_the_exit_message_sums_up_a_success(write: Write, run: Run, base_folder: Path) -> None:
    assert run(write({"a.conll": copies(SENTENCE, 5)})) == 0
    message = (base_folder / "output" / "message").read_text()
    assert message.startswith("Sentences: train 6, validation 3, test 1; ")


def test_a_long_message_is_cut_between_characters(
    write: Write, run: Run, base_folder: Path
) -> None:
    assert (
        run(write({f"{'名' * 70}/{'名' * 70}/{'名' * 70}/{'名' * 70}/{'名' * 70}.conll": ""})) == 1
    )
    raw = (base_folder / "output" / "message").read_bytes()
    assert 1021 <= len(raw) <= 1024
    assert set(raw.decode()) == {"名", "/", "…"}
