"""The page of the documentation is the list's."""

from __future__ import annotations

from pathlib import Path

from localaws.offer.catalogue import offered
from localaws.offer.page import page

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "operations.md"


def test_the_page_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), (
        "run: python -m localaws.offer.page docs/reference/operations.md"
    )


def test_every_service_and_record_is_on_it() -> None:
    text = page()
    for service in offered().services.values():
        assert f"\n## {service.name}\n" in text
        assert all(f"| `{name}` | {said} |" in text for name, said in service.records.items())
