"""Tag schemes: which one it is, and that all of them mean the same entities."""

import numpy as np
import pytest
from corpus.tags import Scheme, TagCodes, Types, settle
from hypothesis import given
from hypothesis import strategies as st


def normalise(*sentences: str) -> tuple[str, Scheme]:
    """The IOB2 tags and the evidence of sentences of tags."""
    types = Types()
    tags = TagCodes(types)
    rows = [sentence.split() for sentence in sentences]
    codes = np.array([tags[tag] for row in rows for tag in row])
    ids, scheme = tags.to_iob2(codes, np.array([len(row) for row in rows]))
    names = ["O"] + [f"{kind}-{name}" for name in types.names for kind in "BI"]
    return " ".join(names[i] for i in ids), scheme


@pytest.mark.parametrize(
    ("scheme", "sentence"),
    [
        ("IOB2", "B-P I-P O B-L B-L I-L O B-P"),
        ("IOB1", "I-P I-P O I-L B-L I-L O I-P"),
        ("BIOES", "B-P E-P O S-L B-L E-L O S-P"),
        ("BIOES", "B-P L-P O U-L B-L L-L O U-P"),
        ("BIOES", "B-P E-P O W-L B-L E-L O W-P"),
    ],
)
def test_every_scheme_comes_to_the_same_iob2(scheme: str, sentence: str) -> None:
    tags, evidence = normalise(sentence)
    assert tags == "B-P I-P O B-L B-L I-L O B-P"
    assert evidence.name == scheme
    assert evidence.repaired == 0


def test_the_inside_of_bmes_is_inside() -> None:
    assert normalise("B-P M-P M-P E-P O")[0] == "B-P I-P I-P I-P O"


def test_an_entity_does_not_go_on_in_the_next_sentence() -> None:
    assert normalise("O I-P", "I-P O")[0] == "O B-P B-P O"


def test_another_type_begins_another_entity() -> None:
    assert normalise("I-P I-L I-L")[0] == "B-P B-L I-L"


def test_a_closed_entity_is_not_gone_on_with() -> None:
    assert normalise("B-P E-P I-P S-P E-P")[0] == "B-P I-P B-P B-P B-P"


def test_a_slip_in_iob2_is_repaired_and_counted() -> None:
    _, evidence = normalise(*["B-P I-P O B-L"] * 20, "O I-P")
    assert (evidence.name, evidence.repaired) == ("IOB2", 1)


def test_half_of_each_scheme_is_called_mixed() -> None:
    _, evidence = normalise("B-P O I-P O B-P I-P O I-P")
    assert (evidence.name, evidence.repaired) == ("IOB1 and IOB2 mixed", 2)


def test_types_may_have_dashes() -> None:
    assert normalise("B-creative-work I-creative-work")[0] == "B-creative-work I-creative-work"


@pytest.mark.parametrize("tag", ["PER", "b-PER", "X-PER", "B-", "B_PER", "N-PER", "o", "-"])
def test_a_tag_of_no_scheme_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="of no known scheme"):
        TagCodes(Types())[tag]


@given(st.lists(st.sampled_from([f"{k}-{t}" for k in "BIES" for t in "PL"] + ["O"]), min_size=1))
def test_the_result_is_always_well_formed(tags: list[str]) -> None:
    result = normalise(" ".join(tags))[0].split()
    for before, tag in zip(["O", *result], result, strict=False):
        assert not tag.startswith("I-") or before[2:] == tag[2:]
    assert [tag[2:] for tag in result] == [tag[2:] for tag in tags]


def test_labels_are_sorted_and_only_those_that_occur() -> None:
    types = Types()
    for name in ("place", "never", "act"):
        types.number(name)
    labels = settle(types, np.array([5, 1, 0, 0, 0, 2, 2]))
    assert labels.names == ["O", "B-act", "I-act", "B-place", "I-place"]
    assert labels.order.tolist() == [0, 3, 4, -100, -100, 1, 2]
