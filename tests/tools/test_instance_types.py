"""The generated lists of instance types are those of the pinned botocore."""

from pathlib import Path

from pipelines import instance_types
from tools.instance_types import PAGE, data, page

ROOT = Path(__file__).parents[2]
AGAIN = "Write it again with: python -m tools.instance_types"


def test_the_data_file_is_todays() -> None:
    assert instance_types.DATA.read_text(encoding="utf-8") == data(), AGAIN


def test_the_page_is_todays_and_marks_what_has_a_gpu() -> None:
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(), AGAIN
    assert "| `ml.g4dn` (GPU) | xlarge, 2xlarge," in page()
    assert "| `ml.trn1` |" in page()


def test_sizes_grow_from_left_to_right() -> None:
    assert "| `ml.m5` | large, xlarge, 2xlarge, 4xlarge, 12xlarge, 24xlarge |" in page()
