"""Offsets that are counted otherwise: found where they show, doubted where they may be, else left alone."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus import offsets
from corpus.counting import BY_NAME, CHARACTERS
from corpus.offsets import Seen, Verdict
from hypothesis import example, given
from hypothesis import strategies as st

NAMES = ["Anna", "Ben Ode", "Čapek", "Zoë", "Norvane AG", "Lisbon", "Óbidos"]
PICTURES = ["😀", "👩‍👩‍👧", "𝔘", "🏳️‍🌈"]
JAPANESE = ["東京", "佐藤", "カメラ", "青葉電機"]


def counted(text: str, start: int, end: int, way: str) -> tuple[int, int]:
    """Offsets in characters as another way counts them."""
    before, within = text[:start], text[start:end]
    if way == "utf-16":
        sizes = [len(part.encode("utf-16-le")) // 2 for part in (before, within)]
    elif way == "bytes":
        sizes = [len(part.encode()) for part in (before, within)]
    elif way == "two-a-line-end":
        sizes = [len(part) + part.count("\n") for part in (before, within)]
    else:
        first = start + (way != "last-character" and way != "characters")
        return first, end - (way == "last-character") + (way == "from-one")
    return sizes[0], sum(sizes)


def corpus(sentences: list[tuple[str, str, str]], way: str) -> list[Seen]:
    """Entities (the middle of each sentence) with their offsets counted in a way."""
    found = []
    for line, (before, name, behind) in enumerate(sentences, 1):
        text = before + name + behind
        start, end = counted(text, len(before), len(before) + len(name), way)
        found.append(Seen(text, start, end, line))
    return found


def read(entity: Seen, verdict: Verdict) -> str | None:
    edges = verdict.way.edges(entity.text, entity.start, entity.end)
    return edges and entity.text[slice(*edges)]


SPACED = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["I", "saw", "été", *PICTURES, "\n"]), max_size=6).map(
            lambda words: "".join(f"{word} " for word in words)
        ),
        st.sampled_from(NAMES),
        st.sampled_from(["", ".", " again", ", or so", " 😀"]),
    ),
    min_size=1,
    max_size=20,
)
UNSPACED = st.lists(
    st.tuples(
        st.lists(st.sampled_from(["昨日は", "「", "と", *PICTURES]), max_size=4).map("".join),
        st.sampled_from(JAPANESE),
        st.sampled_from(["", "が", "で働く", "。"]),
    ),
    min_size=1,
    max_size=20,
)


@given(SPACED | UNSPACED, st.sampled_from(["utf-16", "bytes", "two-a-line-end"]))
@example([("", "Čapek", ".")], "bytes")  # the name with its full stop looks marked as well
def test_no_other_unit_passes_in_silence(sentences: list[tuple[str, str, str]], way: str) -> None:
    entities = corpus(sentences, way)
    verdict = offsets.judge(entities, "a.jsonl")
    wrong = [
        one
        for one, (_, name, _) in zip(entities, sentences, strict=True)
        if read(one, verdict) != name
    ]
    # What is out of the text is refused by whoever reads it.
    if any(one.end <= len(one.text) for one in wrong) and way != "two-a-line-end":
        assert verdict.doubts
    if verdict.way is BY_NAME[way]:
        assert not wrong


@given(SPACED | UNSPACED)
def test_offsets_in_characters_are_never_read_otherwise(
    sentences: list[tuple[str, str, str]],
) -> None:
    assert offsets.judge(corpus(sentences, "characters"), "a.jsonl").way is CHARACTERS


def many(pattern: str, names: list[str]) -> list[tuple[str, str, str]]:
    before, behind = pattern.split("*")
    return [(before, name, behind) for name in names]


@pytest.mark.parametrize(
    ("way", "pattern"),
    [
        ("utf-16", "😀 we met * again"),
        ("utf-16", "昨日👩‍👩‍👧は*と"),
        ("bytes", "Été: * again"),
        ("bytes", "昨日は*と"),
        ("two-a-line-end", "First.\n* again"),
        ("last-character", "we met * again"),
        ("from-one", "we met * again"),
        ("from-one-to-last-character", "we met * again"),
    ],
)
def test_what_shows_clearly_is_read_so_and_told(way: str, pattern: str) -> None:
    names = JAPANESE if "昨日" in pattern else NAMES
    entities = corpus(many(pattern, names), way)
    verdict = offsets.judge(entities, "a.jsonl")
    assert verdict.way is BY_NAME[way]
    assert [read(entity, verdict) for entity in entities] == names
    (doubt,) = verdict.doubts
    assert doubt.startswith(f"a.jsonl seems to count offsets {verdict.way.words}: of {len(names)} ")
    assert doubt.endswith("and so it is read")
    assert "on line 1, which would be" in doubt


@pytest.mark.parametrize(
    "pattern",
    [
        "we met * again", "😀 we met *, again", "Été «*»", "昨日は*と", "😀😀 昨日は*と",
        "First.\nSecond: *.", "*", "#*", "(*)", "@*_", "😀*😀",
    ],
)  # fmt: skip
def test_good_offsets_raise_no_doubt(pattern: str) -> None:
    names = JAPANESE if "昨日" in pattern else NAMES
    assert offsets.judge(corpus(many(pattern, names), "characters"), "a") == Verdict(CHARACTERS)


@pytest.mark.parametrize("pattern", ["x*", "*s"])
def test_letters_on_most_names_are_not_taken_for_another_beginning_or_end(pattern: str) -> None:
    sentences = [*many(pattern, NAMES * 4), *many("we met * again", NAMES)]
    assert offsets.judge(corpus(sentences, "characters"), "a") == Verdict(CHARACTERS)


def test_particles_behind_a_name_are_not_taken_for_inclusive_ends() -> None:
    names = ["서울", "부산", "안나", "대전", "광주"]
    sentences = [(f"{'나는 ' * (n % 3)}", name, "은 좋다") for n, name in enumerate(names * 20)]
    assert offsets.judge(corpus(sentences, "characters"), "a") == Verdict(CHARACTERS)


@pytest.mark.parametrize("way", ["last-character", "from-one", "from-one-to-last-character"])
def test_another_beginning_shows_without_spaces_where_there_are_many(way: str) -> None:
    entities = corpus(many("昨日は*と", JAPANESE * 10), way)
    verdict = offsets.judge(entities, "a.jsonl")
    assert verdict.way is BY_NAME[way]
    assert offsets.judge(entities[:5], "a.jsonl").way is CHARACTERS


def test_one_entity_is_too_few_to_read_a_file_otherwise_but_not_to_say_so() -> None:
    verdict = offsets.judge(corpus(many("😀 *!", ["Anna"]), "utf-16"), "a.jsonl")
    assert verdict.way is CHARACTERS
    assert verdict.doubts[0].endswith("; it is read as characters")


def test_where_nothing_tells_that_is_said() -> None:
    entities = corpus([("😀東京の東京", "東京", "東京東京")], "characters")
    (doubt,) = offsets.judge(entities, "a.jsonl").doubts
    assert "nothing tells whether it counts in characters" in doubt


def test_offsets_from_a_header_that_is_gone_are_told() -> None:
    entities = [
        Seen(one.text, one.start + 12, one.end + 12, one.line)
        for one in corpus(many("we met * again in the old town", NAMES), "characters")
    ]
    verdict = offsets.judge(entities, "a.jsonl")
    assert verdict.way is CHARACTERS
    assert "a.jsonl seems to count offsets from 12 characters further on" in verdict.doubts[0]


Write = Callable[..., Path]
Run = Callable[..., int]


def lines(entities: list[Seen]) -> str:
    return "".join(
        json.dumps(
            {
                "text": one.text,
                "entities": [{"span": [one.start, one.end], "type": "N"}],
            },
            ensure_ascii=False,
        )
        + "\n"
        for one in entities
    )


@pytest.fixture
def prepare(write: Write, run: Run, tmp_path: Path) -> Callable[..., Any]:
    def prepared(content: str, *arguments: str) -> Any:
        assert run(write({"a.jsonl": content}), *arguments) == 0
        return json.loads((tmp_path / "output" / "report" / "report.json").read_text())

    return prepared


def test_a_file_in_utf_16_units_keeps_words_for_units_and_widens_nothing(
    prepare: Callable[..., Any], base_folder: Path
) -> None:
    told = prepare(lines(corpus(many("😀 we met * again", NAMES * 3), "utf-16")))
    assert told["unit"] == "word"
    assert told["spans"] == {"entities": 21, "widened": 0, "lost": 0}
    assert "UTF-16" in told["warnings"][0]
    assert "Warning: a.jsonl seems to count" in (base_folder / "output" / "message").read_text()


def test_whoever_knows_better_says_so(prepare: Callable[..., Any]) -> None:
    content = lines(corpus(many("😀 we met * again", NAMES * 3), "utf-16"))
    told = prepare(content, "--offsets=characters", "--unit=word", "--test-fraction=0.3")
    assert told["spans"]["widened"] == 21
    assert told["warnings"][-1:] == [
        "21 of 21 entities do not begin and end with whole words and were widened to them, such as "
        "'nna' to 'Anna' (a.jsonl, line 1)"
    ]
