"""Tokenising piece by piece gives what the tokenizer itself makes of whole texts."""

from typing import Any

import numpy as np
import pytest
from corpus import pieces
from corpus.encoding import TextEncoder, Tokens
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer, Lowercase
from tokenizers.pre_tokenizers import (
    BertPreTokenizer,
    ByteLevel,
    PreTokenizer,
    Sequence,
    Split,
    Whitespace,
)

# What may go wrong at an edge: white space of all kinds, marks that join the character before them,
# characters that fall out, Hangul and dakuten (taken apart when accents are stripped), special tokens.
_odd = st.sampled_from(
    [
        *" \t\n\u00a0\u3000\u2028\x1c\u200b\u200d\ufeff\ufffd\0",
        *"\u0301\u0338\u3099\u0345\u0323",
        *"가각がカ゛々中東!≠、。(｡_$\u00ad𠀀😀İﬁ1",
        *("aab", "[MASK]", "[SEP]"),
    ]
)
_texts = st.lists(
    st.lists(st.one_of(_odd, st.characters(exclude_categories=["Cs"])), max_size=12).map("".join),
    max_size=6,
)
_VOCABULARY = ["[UNK]", "[MASK]", "[SEP]", *"aab1中東がか", "##a", "##b", "ᄀ", "##ᅡ", "aa"]


def bert(pre_tokenizer: PreTokenizer | None = None, **how: bool) -> Tokenizer:
    """A tokenizer with BERT's rules and a few words."""
    vocabulary = {token: number for number, token in enumerate(dict.fromkeys(_VOCABULARY))}
    made = Tokenizer(WordPiece(vocabulary, unk_token="[UNK]"))
    made.normalizer = BertNormalizer(**how)
    made.pre_tokenizer = pre_tokenizer or BertPreTokenizer()
    made.add_special_tokens(["[SEP]", AddedToken("[MASK]", lstrip=True)])
    return made


BERTS = {
    "uncased": bert(),
    "cased": bert(lowercase=False, strip_accents=False),
    "uncleaned": bert(clean_text=False),
    "whole ideographs": bert(handle_chinese_chars=False),
    "hiragana apart": bert(
        Sequence([BertPreTokenizer(), Split(Regex("[\u3041-\u309f]"), "isolated")]),
        strip_accents=False,
    ),
}


def described(tokens: Tokens) -> list[list[tuple[int, int, int, bool]]]:
    """The id, characters in its text and first mark of each sub-token of each text."""
    shift = np.repeat(tokens.begins, tokens.lengths)
    columns = (tokens.ids, tokens.starts - shift, tokens.ends - shift, tokens.first)
    rows = list(zip(*(column.tolist() for column in columns), strict=True))
    stops = np.cumsum(tokens.lengths)
    return [rows[a:b] for a, b in zip(stops - tokens.lengths, stops, strict=True)]


def expected(tokenizer: Tokenizer, texts: list[str]) -> list[list[tuple[int, int, int, bool]]]:
    found = []
    for encoding in tokenizer.encode_batch(texts, add_special_tokens=False):
        before = [None, *encoding.word_ids]
        first = [word != last for word, last in zip(encoding.word_ids, before, strict=False)]
        rows = zip(encoding.ids, encoding.offsets, first, strict=True)
        found.append([(number, *offsets, is_first) for number, offsets, is_first in rows])
    return found


@pytest.mark.parametrize("name", BERTS)
@given(texts=_texts, capacity=st.integers(0, 40))
@example(texts=["a中b", "", " ", "中!", "a [MASK] b"], capacity=0)
@settings(max_examples=150)
def test_the_result_is_that_of_encode_batch(name: str, texts: list[str], capacity: int) -> None:
    assert pieces.can_cut(BERTS[name])
    encoder = TextEncoder(BERTS[name], capacity)
    for start in range(0, len(texts), 2):  # two by two, so that it forgets in between
        batch = texts[start : start + 2]
        assert described(encoder.encode(batch)) == expected(BERTS[name], batch)


@given(texts=_texts)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_so_it_is_with_a_tokenizer_trained_here(tokenizer: Any, texts: list[str]) -> None:
    assert pieces.can_cut(tokenizer.texts)
    encoder = TextEncoder(tokenizer.texts)
    assert described(encoder.encode(texts)) == expected(tokenizer.texts, texts)


def other_kinds() -> list[Tokenizer]:
    late = bert()
    late.add_tokens([AddedToken("中 a", normalized=True)])
    lower = bert()
    lower.normalizer = Lowercase()
    runs = Sequence([BertPreTokenizer(), Split(Regex("aa"), "isolated")])
    return [bert(ByteLevel()), bert(Whitespace()), bert(runs), lower, late]


@pytest.mark.parametrize("kind", range(5))
def test_text_of_other_tokenizers_is_left_whole(kind: int) -> None:
    tokenizer = other_kinds()[kind]
    texts = ["a 中 aab!", "", "가 aa"]
    assert not pieces.can_cut(tokenizer)
    assert described(TextEncoder(tokenizer).encode(texts)) == expected(tokenizer, texts)
