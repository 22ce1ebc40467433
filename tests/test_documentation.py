"""Every link of every page leads to a file that is there, and to a heading that it has."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LINK = re.compile(r"\]\((?![a-z]+:)([^)\s#]*)(?:#([^)\s]+))?\)|src=\"(?![a-z]+:)([^\"#]+)()\"")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
PAGES = sorted(
    ROOT / name
    for name in subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
)


def anchors(page: Path) -> set[str]:
    """The headings as GitHub turns them into anchors."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in headings)
    return {heading.replace(" ", "-") for heading in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_the_links_lead_somewhere(page: Path) -> None:
    broken = []
    for file, anchor, image, _ in LINK.findall(page.read_text(encoding="utf-8")):
        target = (page.parent / (file or image)) if file or image else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(f"{file or image}{anchor and '#' + anchor}")
    assert broken == []


def test_a_heading_is_found_by_its_anchor() -> None:
    assert "a-first-job" in anchors(ROOT / "packages" / "localaws" / "README.md")
