"""The document of the execution's input is written from the rules that are checked."""

from pathlib import Path

import pytest

from pipelines import catalog
from tools.input_table import rewritten, section

DOCUMENTS = Path(__file__).parents[2] / "docs" / "reference"


@pytest.mark.parametrize("name", catalog.names())
def test_every_pipelines_page_has_todays_rules(name: str) -> None:
    """Write it again with: python -m tools.input_table NAME"""
    assert section(name) in (DOCUMENTS / f"{name}.md").read_text(encoding="utf-8")


def test_every_key_has_a_row() -> None:
    for key in ("data", "hyperparameters.epochs", "processing.instance_type", "endpoint.name"):
        assert f"| `{key}` |" in section("ner")


def test_only_the_section_is_written_anew() -> None:
    page = "# ner\n\n## Execution input\n\nold\n\n## Requests\n\nkept\n"
    assert rewritten(page, "ner") == f"# ner\n\n{section('ner')}\n## Requests\n\nkept\n"


def test_a_page_without_the_heading_is_left_alone() -> None:
    with pytest.raises(ValueError, match="Execution input"):
        rewritten("# ner\n", "ner")
