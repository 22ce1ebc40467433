"""Every mend says what it waits for: an issue of moto's, or a text that is ready to be filed there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import localaws
from localaws.moto_mends.defects import Defect, defects

SOURCE = Path(localaws.__file__).parent
HOME = Path(__file__).parents[2]
TEXTS = HOME / "docs" / "moto-issues"
DEFECTS = defects()


def mends() -> list[str]:
    """The modules that replace a piece of moto, and the backends that stand in for moto's."""
    patches = [
        path
        for path in (SOURCE / "moto_mends").rglob("*.py")
        if path.name != "__init__.py" and "\ndef apply(" in path.read_text()
    ]
    backends = [
        path
        for path in (SOURCE / "moto_mends" / "backends").glob("*.py")
        if re.search(r"\nclass \w+\(\w+Backend\):", path.read_text())
    ]
    assert patches
    assert backends
    return [
        ".".join(("localaws", *path.relative_to(SOURCE).with_suffix("").parts))
        for path in patches + backends
    ]


@pytest.mark.parametrize("module", mends())
def test_every_mend_is_listed(module: str) -> None:
    assert module in {defect.module for defect in DEFECTS}


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.module)
def test_what_a_mend_waits_for_is_there(defect: Defect) -> None:
    for issue in defect.upstream:
        if not re.fullmatch(r"https://github\.com/getmoto/moto/issues/\d+", issue):
            assert (HOME / issue).is_file(), issue


@pytest.mark.parametrize("text", sorted(TEXTS.glob("[a-z]*.md")), ids=lambda path: path.stem)
def test_a_text_can_be_filed_and_belongs_to_a_mend(text: Path) -> None:
    assert any(str(text.relative_to(HOME)) in defect.upstream for defect in DEFECTS)
    written = text.read_text()
    assert written.startswith("# ")
    for heading in ("What happens", "What AWS does", "Suggested fix"):
        assert f"\n## {heading}\n" in written
    compile(re.findall(r"```python\n(.*?)```", written, re.DOTALL)[0], text.name, "exec")


def test_a_defect_is_shown_with_what_is_replaced_and_what_it_waits_for() -> None:
    shown = str(Defect("m", "It is wrong. " * 12, ("the issue",), ("moto.x",))).splitlines()
    assert shown[0] == "m"
    assert all(line.startswith("    ") for line in shown[1:])
    assert shown[-2:] == ["    in place of  moto.x", "    waits for    the issue"]
