"""Filter, invoke, join, filter: the examples of the guide, and what cannot be done."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.data_processing import (
    CsvFormat,
    DataProcessing,
    NotProcessable,
    asked_for,
    media_type,
)

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)


def processing(content_type: str = "text/csv", split: str = "Line", **asked: str) -> DataProcessing:
    found = asked_for(
        {
            "TransformInput": {"ContentType": content_type, "SplitType": split},
            "DataProcessing": asked,
        }
    )
    assert found is not None
    return found


def json_lines(**asked: str) -> DataProcessing:
    return processing("application/jsonlines", **asked)


@pytest.mark.parametrize(
    "asked", [{}, {"InputFilter": "$", "OutputFilter": "$", "JoinSource": "None"}]
)
def test_nothing_is_done_by_default(asked: dict[str, str]) -> None:
    assert asked_for({"TransformInput": {}, "DataProcessing": asked}) is None


def test_the_id_column_is_not_sent_and_comes_back() -> None:
    made = processing(InputFilter="$[1:]", JoinSource="Input", OutputFilter="$[0,-1]")
    assert made.sent(b"id-1,5,6\r\n") == b"5,6\n"
    assert made.stored([b"id-1,5,6\r\n", b"id-2,7,8"], b"0.5\n0.7\n") == b"id-1,0.5\nid-2,0.7\n"


def test_all_columns_are_followed_by_the_prediction() -> None:
    made = processing(JoinSource="Input")
    assert made.stored([b'"a, b",2,1.50\n'], b"1,2") == b'"a, b",2,1.50,1,2\n'


def test_a_json_object_gets_one_more_member() -> None:
    made = processing("application/json; charset=utf-8", "None", JoinSource="Input")
    assert (
        made.stored([b'{"key": 1}'], b'{"label": 1}\n')
        == b'{"key":1,"SageMakerOutput":{"label":1}}'
    )


def test_what_is_no_object_becomes_one() -> None:
    made = json_lines(JoinSource="Input")
    assert made.stored([b"[1,2]"], b"3") == b'{"SageMakerInput":[1,2],"SageMakerOutput":3}\n'


def test_half_of_a_surrogate_pair_stays_an_escape() -> None:
    made = json_lines(InputFilter="$.a", JoinSource="Input")
    record = b'{"a":"\\ud800"}'
    assert made.sent(record) == b'"\\ud800"\n'
    stored = made.stored([record], b'"\\udfff"')
    assert stored == b'{"a":"\\ud800","SageMakerOutput":"\\udfff"}\n'


def test_features_are_sent_and_the_id_comes_back() -> None:
    made = json_lines(
        InputFilter="$.features", JoinSource="Input", OutputFilter="$['id','SageMakerOutput']"
    )
    record = b'{"id":"\xc3\xa9","features":[1,2.5]}\n'
    assert made.sent(record) == b"[1,2.5]\n"
    assert made.stored([record], b'{"p":0.1}') == b'{"id":"\xc3\xa9","SageMakerOutput":{"p":0.1}}\n'


def test_an_output_filter_alone_sees_the_response_only() -> None:
    assert processing(OutputFilter="$[0]").stored([b"1,2"], b"0.5,0.7\n") == b"0.5\n"


@given(st.lists(st.tuples(values, values), min_size=1, max_size=4))
def test_record_and_response_are_joined_one_to_one(pairs: list[tuple[Any, Any]]) -> None:
    records = [json.dumps(record).encode() + b"\n" for record, _ in pairs]
    response = b"".join(json.dumps(found).encode() + b"\n" for _, found in pairs)
    stored = json_lines(JoinSource="Input").stored(records, response)
    *lines, after_the_last = stored.decode().split("\n")
    assert after_the_last == ""
    for text, (record, found) in zip(lines, pairs, strict=True):
        joined = json.loads(text)
        assert joined["SageMakerOutput"] == found
        if not isinstance(record, dict):
            assert joined["SageMakerInput"] == record


@pytest.mark.parametrize(
    ("records", "response", "why"),
    [
        ([b"1", b"2"], b"3\n", "the response has 1 lines for 2 records"),
        ([b"1"], b'"', "the response is no CSV"),
        ([b'"'], b"1", "it is no CSV"),
        ([b"1"], b"\xff", "the response is not UTF-8"),
        ([b"1"], b"2", r"OutputFilter \$\[4\] asks for index 4, and there are 2 values"),
    ],
)
def test_what_cannot_be_joined_says_why(records: list[bytes], response: bytes, why: str) -> None:
    with pytest.raises(NotProcessable, match=why):
        processing(JoinSource="Input", OutputFilter="$[4]").stored(records, response)


def test_json_that_is_none() -> None:
    with pytest.raises(NotProcessable, match="it is no JSON: Expecting value"):
        json_lines(InputFilter="$.a").sent(b"a,b\n")
    with pytest.raises(NotProcessable, match=r"InputFilter \$\.a asks for 'a', which is not there"):
        json_lines(InputFilter="$.a").sent(b"{}\n")


def test_a_media_type_has_no_parameters() -> None:
    assert media_type("Text/CSV; label_size=0") == "text/csv"


class FieldByField(CsvFormat):
    """Every record is read."""

    def joined(self, records: Sequence[bytes], responses: Sequence[bytes]) -> None:
        return None


def outcome(action: Callable[[], bytes]) -> bytes | str:
    try:
        return action()
    except NotProcessable as error:
        return f"{error} {error.index}"


csv_rows = st.lists(
    st.sampled_from(["", "a", "1.5", ' "', '"b,c"', "é"]), min_size=1, max_size=5
).map(lambda cells: ",".join(cells))
filters = st.sampled_from(["$", "$[1:]", "$[:-1]", "$[0,-1]", "$[2]", "$[-2:]"])


@given(st.lists(csv_rows, min_size=1, max_size=4), filters, filters, st.booleans())
def test_what_is_done_at_once_is_what_is_done_field_by_field(
    texts: list[str], first: str, last: str, joins: bool
) -> None:
    if first == last == "$":
        return
    asked = {"InputFilter": first, "OutputFilter": last, "JoinSource": "Input" if joins else "None"}
    quick = processing(**asked)
    slow = replace(quick, format=FieldByField(), sends=None, keeps=None)
    records = [f"{text}\n".encode() for text in texts]
    for record in records:
        assert outcome(lambda r=record: quick.sent(r)) == outcome(lambda r=record: slow.sent(r))  # type: ignore[misc]
    response = b"".join(b"0.%d,7\n" % number for number in range(len(records)))
    assert outcome(lambda: quick.stored(records, response)) == outcome(
        lambda: slow.stored(records, response)
    )
