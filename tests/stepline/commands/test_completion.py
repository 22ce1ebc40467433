"""What Tab offers."""

from __future__ import annotations

import pytest

from stepline import catalog
from stepline.commands.completion import pipelines, stages
from stepline.errors import UserError


def test_the_projects_pipelines_are_offered_by_their_beginning() -> None:
    assert {"bank", "iris", "ner"} <= set(pipelines(""))
    assert pipelines("ba") == ["bank"]


def test_outside_a_project_nothing_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> catalog.Catalog:
        raise UserError("no project")

    monkeypatch.setattr(catalog, "read", read)
    assert pipelines("") == []


def test_the_usual_stages_are_offered() -> None:
    assert stages("p") == ["prod"]
