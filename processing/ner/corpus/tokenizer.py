"""The tokenizer: a checkpoint's own, one from the model hub, or one trained on the data."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Regex, Tokenizer
from tokenizers.decoders import WordPiece as WordPieceDecoder
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer, ByteLevel, Sequence, Split
from tokenizers.processors import TemplateProcessing
from tokenizers.trainers import WordPieceTrainer

from .problems import JobProblem

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_CHARACTERS = 4000  # kept in a trained vocabulary, the commonest: enough for Japanese
# Characters that are pre-tokens of their own, so that none stands inside of one.
_ALONE = re.compile("[\\W_\u3041-\u309f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")


@dataclass(frozen=True)
class Model:
    """A tokenizer, ready for sentences of any length.

    ``texts`` takes running text, ``words`` pretokenised sentences; ``prefix`` and ``suffix`` are
    the special tokens around a sequence (int32); ``longest`` is the most positions that the
    checkpoint has, where it says so. ``transformers`` is the object that saves a checkpoint's
    tokenizer, None for a trained one.
    """

    source: str
    texts: Tokenizer
    words: Tokenizer
    prefix: np.ndarray
    suffix: np.ndarray
    longest: int | None
    transformers: Any = None

    @property
    def vocabulary(self) -> int:
        return int(self.texts.get_vocab_size())


def from_checkpoint(name: str, source: str) -> Model:
    """The fast tokenizer of a checkpoint's folder or of a name on the model hub.

    Raises:
        JobProblem: there is none, or it has no fast form.
    """
    # Imported late: it takes seconds, and a trained tokenizer does without.
    from transformers import AutoTokenizer
    from transformers.utils import logging

    logging.set_verbosity_error()
    try:
        loaded = AutoTokenizer.from_pretrained(name)
    except (OSError, ValueError, ImportError, KeyError, TypeError) as error:
        reason = " ".join(str(error).split())[:300]
        raise JobProblem(f"{source} has no tokenizer that can be loaded: {reason}") from error
    if not loaded.is_fast:
        raise JobProblem(f"{source} has no fast tokenizer, which this job needs")
    tokenizer = loaded.backend_tokenizer
    # A checkpoint may pad and cut on its own account (sentence-transformers does, to 128).
    tokenizer.no_truncation()
    tokenizer.no_padding()
    longest = loaded.model_max_length
    limit = longest if isinstance(longest, int) and longest < 1 << 24 else None
    return _model(source, tokenizer, limit, loaded)


def train(texts: Callable[[], Iterable[str]], vocabulary: int) -> Model:
    """A cased WordPiece tokenizer in the manner of BERT, trained on texts, which are read twice.

    Like BERT's it takes ideographs one by one. It does so with hiragana too, which mostly write
    particles: Japanese has no spaces, and an entity ends where its particle begins.
    """
    counts: Counter[str] = Counter()
    for text in texts():
        counts.update(text)
    most = min(_CHARACTERS, vocabulary // 4)
    ranked = sorted(counts, key=lambda character: (-counts[character], character))
    characters = [c for c in ranked if not c.isspace()][:most]
    # The trainer numbers inner characters (##a) in an order that differs from run to run, and so do
    # its ties. Numbered before as special tokens, they are the same in every run.
    inner = [f"##{c}" for c in sorted(characters) if not _ALONE.fullmatch(c)]
    learner = _bert_like(WordPiece(unk_token="[UNK]"))
    trainer = WordPieceTrainer(
        vocab_size=vocabulary,
        special_tokens=[*_SPECIAL, *inner],
        initial_alphabet=characters,
        limit_alphabet=len(characters),
        show_progress=False,
    )
    learner.train_from_iterator(texts(), trainer)
    tokenizer = _bert_like(WordPiece(vocab=learner.get_vocab(), unk_token="[UNK]"))
    tokenizer.add_special_tokens(list(_SPECIAL))
    tokenizer.post_processor = TemplateProcessing(
        single="[CLS] $A [SEP]",
        pair="[CLS] $A [SEP] $B:1 [SEP]:1",
        special_tokens=[(name, tokenizer.token_to_id(name)) for name in ("[CLS]", "[SEP]")],
    )
    return _model("trained on the data", tokenizer, None, None)


def _bert_like(model: WordPiece) -> Tokenizer:
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = BertNormalizer(lowercase=False, strip_accents=False)
    tokenizer.pre_tokenizer = Sequence(
        [BertPreTokenizer(), Split(Regex("[\u3041-\u309f]"), "isolated")]
    )
    tokenizer.decoder = WordPieceDecoder()
    return tokenizer


def save(model: Model, folder: Path) -> None:
    """Write the files from which ``AutoTokenizer.from_pretrained(folder)`` makes it again."""
    if model.transformers is not None:
        model.transformers.save_pretrained(folder)
        return
    model.texts.save(str(folder / "tokenizer.json"))
    settings = {
        # The class that takes tokenizer.json as it is; BERT's own would put its rules over it.
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": 512,
        **{f"{name[1:-1].lower()}_token": name for name in _SPECIAL},
    }
    text = json.dumps(settings, indent=2) + "\n"
    (folder / "tokenizer_config.json").write_text(text, encoding="utf-8")
    tokens = sorted(model.texts.get_vocab().items(), key=lambda entry: entry[1])
    lines = "".join(f"{token}\n" for token, _ in tokens)
    (folder / "vocab.txt").write_text(lines, encoding="utf-8")


def _model(source: str, tokenizer: Tokenizer, longest: int | None, loaded: Any) -> Model:
    words = tokenizer
    pre_tokenizer = tokenizer.pre_tokenizer
    if isinstance(pre_tokenizer, ByteLevel) and not pre_tokenizer.add_prefix_space:
        # Words have lost the space before them, which such a tokenizer (GPT-2's, RoBERTa's) reads.
        words = Tokenizer.from_str(tokenizer.to_str())
        words.pre_tokenizer = ByteLevel(
            add_prefix_space=True, trim_offsets=pre_tokenizer.trim_offsets
        )
    sample = words.encode(["a"], is_pretokenized=True)
    ids, special = np.array(sample.ids, np.int32), np.array(sample.special_tokens_mask, bool)
    content = np.flatnonzero(~special)
    if not len(content):
        raise JobProblem(f"{source} has a tokenizer that makes nothing of the letter a")
    return Model(
        source=source,
        texts=tokenizer,
        words=words,
        prefix=ids[: content[0]],
        suffix=ids[content[-1] + 1 :],
        longest=longest,
        transformers=loaded,
    )
