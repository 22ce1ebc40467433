"""Fields of a row stay as they are written."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.jobs.transform.fields import NotCsv, fields, row

values = st.lists(st.text(st.characters(exclude_characters="\r\n\0", codec="utf-8")), min_size=2)


@given(values, st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]))
def test_they_are_the_fields_that_pythons_csv_writes(found: list[str], quoting: int) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator="").writerow(found)  # type: ignore[arg-type]
    read = fields(text.getvalue())
    assert len(read) == len(found)
    assert row(read) == text.getvalue()
    assert [next(csv.reader([field]), [""])[0] if field else "" for field in read] == found


@pytest.mark.parametrize("text", ['a"b', '"a', '"a"b,c', 'x,"'])
def test_a_quote_out_of_place_is_no_csv(text: str) -> None:
    with pytest.raises(NotCsv):
        fields(text)
