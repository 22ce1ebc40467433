"""Preprocessing compared with the bare tokenizer, and the memory that it takes.

The peer is ``encode_batch`` of the same fast tokenizer on sentences that are in memory already, in
batches, on the same cores: it neither reads nor checks nor aligns nor writes. Ours is the whole job
with its start, from the files to the Parquet. The job tokenises each distinct word, and in running
text each distinct piece, once, so how often they come again decides. The texts are invented:

- CoNLL whose words are a quarter distinct in 60,000, as in the tweets of WNUT17, which is more than
  most text has;
- CoNLL in which no word comes twice, the worst case, which no language is;
- JSON lines with spans, in the manner of Japanese: ideographs with runs of hiragana between them, of
  which so many are new that one piece in ten is, as in the second half of Stockmark's Wikipedia
  corpus. Most of its characters are pieces of their own, which flatters us against English.

Real JSON lines can be given as well. Few sentences are unfair to the job, which first loads the
tokenizer, and copies of the same sentences are unfair to the peer. Run it with the job image's
requirements.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from benchmarks.table import Row, below

ROOT = Path(__file__).resolve().parent.parent
CODE = ROOT / "processing" / "ner"
TARGET = 0.8
MEMORY_MIB = 1024
WORDS_A_SENTENCE = 20
BATCH = 2048
VOCABULARY = 300_000
EXPONENT = 1.2  # of Zipf's law
ROUNDS = 3


def write(path: Path, sentences: int, share_new: float) -> None:
    """Write a CoNLL file of invented words, a ``share_new`` of which stand in it only once."""
    generator = np.random.default_rng(13)
    syllables = np.array(
        [c + v + e for c in "bdfgklmnprstvz" for v in "aeiou" for e in ("", "n", "r")]
    )

    def invent(count: int) -> np.ndarray:
        parts = syllables[generator.integers(len(syllables), size=(count, 3))]
        return np.char.add(np.char.add(parts[:, 0], parts[:, 1]), parts[:, 2])

    known = invent(VOCABULARY)
    number = 0
    with path.open("w", encoding="utf-8") as file:
        for start in range(0, sentences, BATCH):
            count = min(BATCH, sentences - start) * WORDS_A_SENTENCE
            words = known[(generator.zipf(EXPONENT, count) - 1) % VOCABULARY].astype(object)
            new = np.flatnonzero(generator.random(count) < share_new)
            words[new] = [
                f"{word}{number + position}" for position, word in enumerate(invent(len(new)))
            ]
            number += len(new)
            entity = generator.random(count) < 0.05
            for position in range(0, count, WORDS_A_SENTENCE):
                stop = position + WORDS_A_SENTENCE
                file.writelines(
                    f"{word}\tB-PLACE\n" if is_entity else f"{word}\tO\n"
                    for word, is_entity in zip(
                        words[position:stop], entity[position:stop], strict=True
                    )
                )
                file.write("\n")


def write_spans(path: Path, sentences: int) -> None:
    """Write JSON lines of invented Japanese: ideographs, each one or two followed by hiragana."""
    generator = np.random.default_rng(13)
    kana = [chr(code) for code in range(0x3042, 0x3094)]

    def run() -> str:
        return "".join(generator.choice(kana, size=generator.integers(1, 8)))

    known = [run() for _ in range(VOCABULARY // 100)]
    with path.open("w", encoding="utf-8") as file:
        for _ in range(sentences):
            count = WORDS_A_SENTENCE // 2
            ideographs = 0x4E00 + generator.zipf(EXPONENT, (count, 2)) % 3000
            positions = (generator.zipf(EXPONENT, count) - 1) % len(known)
            is_new, is_entity = generator.random(count) < 0.3, generator.random(count) < 0.3
            text, entities = "", []
            for pair, position, new, entity in zip(
                ideographs, positions, is_new, is_entity, strict=True
            ):
                word = "".join(map(chr, pair))
                if entity:
                    span = [len(text), len(text) + len(word)]
                    entities.append({"name": word, "span": span, "type": "PLACE"})
                text += word + (run() if new else known[position])
            record = {"text": text, "entities": entities}
            file.write(json.dumps(record, ensure_ascii=False) + "\n")


def read(path: Path) -> list[list[str]] | list[str]:
    """The words of the sentences of a CoNLL file, or the texts of JSON lines."""
    text = path.read_text(encoding="utf-8").strip()
    if path.suffix == ".jsonl":
        return [json.loads(line)["text"] for line in text.split("\n")]
    return [[line.split("\t")[0] for line in part.split("\n")] for part in text.split("\n\n")]


def against_encode_batch(what: str, data: Path, checkpoint: Path, folder: Path) -> Row:
    """Sentences a second of the job over those of ``encode_batch``, the medians of both."""
    from corpus.job import prepare
    from corpus.options import parse
    from tokenizers import Tokenizer

    sentences = read(data)
    tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    words = data.suffix == ".conll"

    def bare() -> None:
        for start in range(0, len(sentences), BATCH):
            tokenizer.encode_batch(sentences[start : start + BATCH], is_pretokenized=words)

    options = parse([f"--data={data}", f"--output={folder / 'out'}", f"--pretrained={checkpoint}"])
    # By turns, so that whatever else the machine does meets both.
    with contextlib.redirect_stdout(io.StringIO()):
        prepare(options)  # what is imported at the first time
        seconds = [(_seconds(bare), _seconds(lambda: prepare(options))) for _ in range(ROUNDS)]
    theirs, ours = np.median(np.array(seconds), axis=0)
    return Row(
        f"preprocessing {what}",
        f"{len(sentences) / ours:.0f}/s",
        f"encode_batch {len(sentences) / theirs:.0f}/s, at least {TARGET}",
        float(theirs / ours),
        bool(theirs / ours >= TARGET),
    )


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def peak_mib(data: Path, checkpoint: Path, folder: Path) -> tuple[float, float]:
    """MiB at most, and seconds, of the job in a process of its own."""
    command = [sys.executable, str(CODE), f"--data={data}", f"--pretrained={checkpoint}"]
    base = folder / "base"
    base.mkdir()
    environment = {**os.environ, "SAGEMAKER_BASE_DIR": str(base)}
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"the job ended with {process.returncode}")
    scale = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * scale / (1 << 20), time.perf_counter() - begun


def make_checkpoint(data: Path, folder: Path) -> Path:
    """A tokenizer trained on the data, for a machine without a checkpoint."""
    from corpus.program import work

    with contextlib.redirect_stdout(io.StringIO()):
        work([f"--data={data}", f"--output={folder}"])
    return folder / "tokenizer"


def rows(
    sentences: int, sentences_for_memory: int, pretrained: Path | None, real: Path | None
) -> Iterator[Row]:
    """The ratios, that of ``real`` JSON lines if given, and the most memory that the job takes."""
    sys.path.insert(0, str(CODE))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        usual, worst, large = (folder / f"{name}.conll" for name in ("usual", "worst", "large"))
        write(usual, sentences, 0.01)
        checkpoint = pretrained or make_checkpoint(usual, folder / "checkpoint")
        yield against_encode_batch("CoNLL", usual, checkpoint, folder)
        write(worst, sentences // 5, 1.0)
        yield against_encode_batch("CoNLL, all words new", worst, checkpoint, folder)
        spans = folder / "spans.jsonl"
        write_spans(spans, sentences)
        yield against_encode_batch("JSON lines", spans, checkpoint, folder)
        if real:
            yield against_encode_batch(f"JSON lines {real.name}", real, checkpoint, folder)
        write(large, sentences_for_memory, 0.01)
        mib, seconds = peak_mib(large, checkpoint, folder)
        what = f"preprocessing memory, {sentences_for_memory} in {seconds:.0f} s"
        yield below(what, mib, MEMORY_MIB, "MiB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=50_000, help="for the ratios")
    parser.add_argument(
        "--memory-sentences", type=int, default=100_000, help="for memory: 1000000 is the target's"
    )
    parser.add_argument("--pretrained", type=Path, help="a checkpoint's folder with its tokenizer")
    parser.add_argument("--json-lines", type=Path, help="a real file, which ends in .jsonl")
    given = parser.parse_args()
    for row in rows(given.sentences, given.memory_sentences, given.pretrained, given.json_lines):
        print(row, flush=True)


if __name__ == "__main__":
    main()
