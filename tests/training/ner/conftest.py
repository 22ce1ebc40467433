"""A tokenizer of some dozen words, data that follow a rule, and a model trained on them.

These tests run with the requirements of the image; without PyTorch there is nothing to collect.
"""

from __future__ import annotations

import importlib.util
import json
import sys
from pathlib import Path

import pytest

IMAGE = Path(__file__).parents[3] / "training/ner"

if importlib.util.find_spec("torch") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    sys.path.insert(0, str(IMAGE))

LABELS = ["O", "B-person", "I-person", "B-place", "I-place"]
NAMES = ["ada", "kenji", "olga", "maria"]
PLACES = ["oslo", "kyoto", "lima", "turin"]
WORDS = ["visits", "meets", "calls", "leaves", "in", "from", "and", ".", "smith", "tanaka", "new"]


def sentence(number: int) -> tuple[list[str], list[str]]:
    """One of some hundred sentences that a small network learns at once."""
    name, city = NAMES[number % 4], PLACES[number // 4 % 4]
    surname = ["smith", "tanaka"][number // 16 % 2]
    verb = ["visits", "leaves"][number // 32 % 2]
    words = [name, surname, verb, "new", city, "."]
    return words, ["B-person", "I-person", "O", "B-place", "I-place", "O"]


def make_tokenizer():
    from tokenizers import Tokenizer
    from tokenizers.models import WordPiece
    from tokenizers.normalizers import BertNormalizer
    from tokenizers.pre_tokenizers import BertPreTokenizer
    from tokenizers.processors import TemplateProcessing

    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
    pieces = [*special, *NAMES, *PLACES, *WORDS, "##s", "##by"]
    tokenizer = Tokenizer(
        WordPiece({piece: index for index, piece in enumerate(pieces)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = BertPreTokenizer()
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def write_channel(folder: Path, numbers: range, label_shift: int = 0) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    tokenizer = make_tokenizer()
    rows = {"sentence": [], "window": [], "input_ids": [], "labels": []}
    for index, number in enumerate(numbers):
        words, tags = sentence(number)
        rows["sentence"].append(index)
        rows["window"].append(0)
        rows["input_ids"].append(tokenizer.encode(words, is_pretokenized=True).ids)
        rows["labels"].append([-100, *(LABELS.index(tag) + label_shift for tag in tags), -100])
    schema = pa.schema(
        [
            ("sentence", pa.int64()),
            ("window", pa.int32()),
            ("input_ids", pa.list_(pa.int32())),
            ("labels", pa.list_(pa.int16())),
        ]
    )
    folder.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(rows, schema=schema), folder / "part-0.parquet")


def write_job(base: Path, *, keeps: bool = True, **hyperparameters: str) -> Path:
    """A job's folder as SageMaker lays it out, without a pretrained channel; `keeps`: with a CheckpointConfig."""
    if keeps:
        (base / "checkpoints").mkdir(parents=True)
    data = base / "input/data"
    for name, numbers in {
        "train": range(64),
        "validation": range(64, 80),
        "test": range(80, 96),
    }.items():
        write_channel(data / name, numbers)
    (data / "tokenizer").mkdir()
    make_tokenizer().save(str(data / "tokenizer/tokenizer.json"))
    labels = {"labels": LABELS, "unit": "word", "max_length": 16, "stride": 6}
    (data / "tokenizer/labels.json").write_text(json.dumps(labels))
    config = base / "input/config"
    config.mkdir(parents=True)
    fast = {"epochs": "2", "batch_size": "8", "learning_rate": "0.003"}
    (config / "hyperparameters.json").write_text(json.dumps(fast | hyperparameters))
    (config / "resourceconfig.json").write_text(json.dumps({"hosts": ["algo-1"]}))
    return base


@pytest.fixture
def job(tmp_path: Path) -> Path:
    return write_job(tmp_path / "ml")


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The base folder of a job that has trained a model; not to be changed."""
    from tagger import training_job
    from tagger.paths import Paths

    base = write_job(tmp_path_factory.mktemp("trained") / "ml", epochs="4")
    training_job.run(Paths(base), lambda: False)
    return base
