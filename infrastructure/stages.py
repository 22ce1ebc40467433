"""The stages of `stepline.toml`: dev, prod and whichever else, each with its account, region and settings.

    [all]                          settings of every stage, and of a stage that has no table
    endpoint-instance-count = 1

    [stage.prod]                   what is otherwise in prod, its account and region first
    account = "111122223333"
    region = "eu-central-1"
    endpoint-instance-count = 2

    [stage.prod.pipeline.bank]     what is otherwise for one pipeline there
    schedule = "rate(12 hours)"

Keys are those of the settings without `stepline:`. What the CDK's context says, by `-c` or in cdk.json, stands
above the file. The first stage of the file is the one of a command that names none.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from infrastructure.settings import KEYS, PREFIX, SettingsError

FILE = "stepline.toml"
DEFAULT = "dev"
_NAMED_BY_TABLES = ("stage", "pipeline")


@dataclass(frozen=True)
class Said:
    """Settings by their keys in the context, and where the file says each."""

    values: Mapping[str, Any] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)

    def under(self, other: Said) -> Said:
        """These, but for what the other says."""
        return Said({**self.values, **other.values}, {**self.places, **other.places})


@dataclass(frozen=True)
class Stages:
    """What the file says. Without a file there is the default stage, and nothing is said of it."""

    everywhere: Said = Said()
    by_stage: Mapping[str, Said] = field(default_factory=lambda: {DEFAULT: Said()})
    by_pipeline: Mapping[tuple[str, str], Said] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """In the order of the file; the first is the default."""
        return tuple(self.by_stage) or (DEFAULT,)

    def of(self, stage: str, pipeline: str) -> Said:
        """What is said of a pipeline in a stage."""
        own = self.by_stage.get(stage, Said())
        return self.everywhere.under(own).under(self.by_pipeline.get((stage, pipeline), Said()))


def load(folder: Path) -> Stages:
    """The stages of a project's folder.

    Raises SettingsError for a file that cannot be read or is no TOML, and for a table or key that there is not.
    """
    path = folder / FILE
    if not path.is_file():
        return Stages()
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError(f"{FILE} cannot be read: {error}.") from error
    _check_tables(content, "", ("all", "stage"))
    stages = _tables(content.get("stage", {}), "stage")
    by_pipeline = {
        (stage, name): _said(settings, f"stage.{stage}.pipeline.{name}")
        for stage, table in stages.items()
        for name, settings in _tables(table.get("pipeline", {}), f"stage.{stage}.pipeline").items()
    }
    return Stages(
        _said(_table(content.get("all", {}), "all"), "all"),
        {
            stage: _said({k: v for k, v in table.items() if k != "pipeline"}, f"stage.{stage}")
            for stage, table in stages.items()
        },
        by_pipeline,
    )


def _said(settings: Mapping[str, Any], table: str) -> Said:
    values = {}
    for name, value in settings.items():
        key = f"{PREFIX}{name}"
        if name in _NAMED_BY_TABLES:
            raise SettingsError(
                f"{FILE}, [{table}]: {name} is said by the name of the table, as in [stage.prod.pipeline.bank]."
            )
        if key not in KEYS:
            raise SettingsError(f"{FILE}, [{table}]: there is no setting {name}{_near(name)}.")
        values[key] = value
    return Said(values, {key: f"{FILE}, [{table}]: {key.removeprefix(PREFIX)}" for key in values})


def _near(name: str) -> str:
    names = [key.removeprefix(PREFIX) for key in KEYS]
    found = difflib.get_close_matches(name, names, n=1)
    return f": did you mean {found[0]}?" if found else ""


def _check_tables(content: Mapping[str, Any], inside: str, known: tuple[str, ...]) -> None:
    for name in content:
        if name not in known:
            where = f", [{inside}]" if inside else ""
            raise SettingsError(
                f"{FILE}{where}: {name} is neither {' nor '.join(known)}. A setting stands in the table [all], "
                "[stage.NAME] or [stage.NAME.pipeline.NAME]."
            )


def _tables(value: Any, name: str) -> dict[str, dict[str, Any]]:
    return {key: _table(inner, f"{name}.{key}") for key, inner in _table(value, name).items()}


def _table(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise SettingsError(f"{FILE}: {name} is to be a table, [{name}], and is {value!r}.")
    return value
