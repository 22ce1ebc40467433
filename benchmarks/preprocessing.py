"""Preprocessing compared with the bare tokenizer, and the memory that it takes.

The peer is ``encode_batch`` of the same fast tokenizer on sentences that are in memory already, in
batches, on the same cores: it neither reads nor checks nor aligns nor writes. Ours is the whole job,
from the files to the Parquet. The job tokenises each distinct word once, so how many there are
decides: the invented text has as many as the tweets of WNUT17 (a quarter of 60,000 words), which is
more than most text has. The second row, for information, is the worst case: no word comes twice.
Run it with the job image's requirements.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

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
            words[new] = [f"{word}{number + place}" for place, word in enumerate(invent(len(new)))]
            number += len(new)
            entity = generator.random(count) < 0.05
            for place in range(0, count, WORDS_A_SENTENCE):
                stop = place + WORDS_A_SENTENCE
                file.writelines(
                    f"{word}\tB-PLACE\n" if is_entity else f"{word}\tO\n"
                    for word, is_entity in zip(words[place:stop], entity[place:stop], strict=True)
                )
                file.write("\n")


def read(path: Path) -> list[list[str]]:
    """The words of the sentences of a CoNLL file."""
    return [
        [line.split("\t")[0] for line in sentence.split("\n")]
        for sentence in path.read_text(encoding="utf-8").strip().split("\n\n")
    ]


def ratio(data: Path, checkpoint: Path, folder: Path) -> float:
    """Sentences a second of the job over those of ``encode_batch``, the medians of both."""
    from corpus.job import prepare
    from corpus.options import parse
    from tokenizers import Tokenizer

    sentences = read(data)
    tokenizer = Tokenizer.from_file(str(checkpoint / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def bare() -> None:
        for start in range(0, len(sentences), BATCH):
            tokenizer.encode_batch(sentences[start : start + BATCH], is_pretokenized=True)

    options = parse([f"--data={data}", f"--output={folder / 'out'}", f"--pretrained={checkpoint}"])
    # By turns, so that whatever else the machine does meets both.
    seconds = [(_seconds(bare), _seconds(lambda: prepare(options))) for _ in range(ROUNDS)]
    theirs, ours = np.median(np.array(seconds), axis=0)
    return float(theirs / ours)


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
    from corpus.program import main as job

    with contextlib.redirect_stdout(io.StringIO()):
        if job([f"--data={data}", f"--output={folder}"]):
            raise RuntimeError("no tokenizer could be trained")
    return folder / "tokenizer"


def rows(sentences: int, sentences_for_memory: int, pretrained: Path | None) -> Iterator[str]:
    """One line a figure."""
    sys.path.insert(0, str(CODE))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        usual, worst, large = (folder / f"{name}.conll" for name in ("usual", "worst", "large"))
        write(usual, sentences, 0.01)
        checkpoint = pretrained or make_checkpoint(usual, folder / "checkpoint")
        measured = ratio(usual, checkpoint, folder)
        yield f"{'preprocessing vs encode_batch':<46} {measured:5.2f}x (target >= {TARGET:.2f})"
        write(worst, sentences // 5, 1.0)
        measured = ratio(worst, checkpoint, folder)
        yield f"{'preprocessing vs encode_batch, all words new':<46} {measured:5.2f}x"
        write(large, sentences_for_memory, 0.01)
        mib, seconds = peak_mib(large, checkpoint, folder)
        name = f"preprocessing {sentences_for_memory} sentences"
        yield (
            f"{name:<46} {mib:5.0f} MiB (limit {MEMORY_MIB}) in {seconds:.0f} s, "
            f"{sentences_for_memory / seconds:.0f} sentences/s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=50_000, help="for the ratios")
    parser.add_argument(
        "--memory-sentences", type=int, default=100_000, help="for memory: 1000000 is the target's"
    )
    parser.add_argument("--pretrained", type=Path, help="a checkpoint's folder with its tokenizer")
    given = parser.parse_args()
    for row in rows(given.sentences, given.memory_sentences, given.pretrained):
        print(row, flush=True)


if __name__ == "__main__":
    main()
