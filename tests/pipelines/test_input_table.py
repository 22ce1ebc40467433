"""The document of the execution's input is written from the rules that are checked."""

from pathlib import Path

from pipelines.input_table import document

DOCUMENT = Path(__file__).parents[2] / "docs" / "execution-input.md"


def test_the_document_is_of_todays_rules() -> None:
    """Write it again with: python -m pipelines.input_table ner docs/execution-input.md"""
    assert DOCUMENT.read_text(encoding="utf-8") == document("ner")


def test_every_key_has_a_row() -> None:
    for key in ("data", "hyperparameters.epochs", "processing.instance_type", "endpoint.name"):
        assert f"| `{key}` |" in document("ner")
