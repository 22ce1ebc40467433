"""A folder made ready to be ``/opt/ml`` of a training program, as SageMaker would make it.

What the user has put there stays: channels, configuration files and, without ``--force``, results.
What an earlier run brought or left is taken away, so that it cannot look like this one's.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from localaws.jobs import layout
from localaws.jobs.training import config as training_config
from localaws.local_mode import record
from localaws.local_mode.errors import LocalModeError
from localaws.local_mode.options import Train
from localaws.local_mode.record import Record

RESULTS = ("model", "output")  # the folders that a training program writes to
HOST = "algo-1"
_DATA = "input/data"


@dataclass(frozen=True)
class Found:
    """What lies in the folder: the user's own, and the channels that are left of an earlier run."""

    channels: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()  # of the configuration
    results: tuple[str, ...] = ()
    stale: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Preparation:
    """What is to be taken out of the folder and put into it."""

    stale: frozenset[str]  # channels
    channels: Mapping[str, Path]
    files: Mapping[str, Any]  # JSON documents by path


def survey(ml: Path, earlier: Record) -> Found:
    """Look at the folder, which may not exist yet.

    Raises:
        LocalModeError: there is a link where local mode writes, such as an earlier program's.
    """
    own = partial(record.users_own, ml)
    _see_that_no_link_leads_out(ml)
    there = {path.name for path in (ml / _DATA).glob("*") if path.is_dir()}
    channels = frozenset(name for name in there if own(f"{_DATA}/{name}", earlier.brought))
    return Found(
        channels,
        frozenset(path for path in _configuration({}, set(), None) if own(path, earlier.brought)),
        tuple(file for folder in RESULTS for file in own(folder, earlier.results)),
        stale=frozenset(there - channels),
    )


def _see_that_no_link_leads_out(ml: Path) -> None:
    for path in ("input", _DATA, "input/config", *RESULTS):
        if (ml / path).is_symlink():
            raise LocalModeError(
                f"{ml}/{path} is a link, and local mode writes only into the folder itself: "
                "put a folder in its place, or name another folder."
            )


def decide(found: Found, asked: Train) -> Preparation:
    """What has to be put in. Pure.

    Raises:
        LocalModeError: something of the user's own is in the way.
    """
    if found.results and not asked.force:
        raise LocalModeError(
            f"{asked.ml}/{found.results[0]} is not local mode's own, and it begins with model and "
            "output empty. Move it away, name another folder, or empty both with --force."
        )
    if twice := sorted(found.channels & set(asked.channels)):
        raise LocalModeError(
            f"{asked.ml}/{_DATA}/{twice[0]} is there already: leave --channel {twice[0]} out to "
            "train on it, or name another folder."
        )
    for option, given, path in (
        ("--set", asked.hyperparameters, training_config.HYPERPARAMETERS),
        ("--content-type", asked.content_type, training_config.CHANNELS),
    ):
        if given and path in found.files:
            raise LocalModeError(
                f"{asked.ml}/{path} is there already: write the values there and leave {option} "
                "out, or name another folder."
            )
    for name, source in asked.channels.items():
        if asked.ml.is_relative_to(source) or source.is_relative_to(asked.ml):
            raise LocalModeError(
                f"Channel {name} cannot be {source}: it and the folder that is /opt/ml, {asked.ml}, "
                "must lie apart."
            )
    channels = asked.channels or ({} if found.channels else asked.default_channels)
    hyperparameters = {**asked.default_hyperparameters, **asked.hyperparameters}
    files = _configuration(hyperparameters, found.channels | set(channels), asked.content_type)
    missing = {path: content for path, content in files.items() if path not in found.files}
    return Preparation(found.stale, channels, missing)


@contextmanager
def prepared(ml: Path, earlier: Record, preparation: Preparation) -> Iterator[None]:
    """Make the folder ready; where the block fails, earlier results are back in their places."""
    paths = [*(f"{_DATA}/{name}" for name in preparation.channels), *preparation.files]
    results, whole = earlier.results, earlier.whole
    try:
        with _emptied(ml):
            for name in preparation.stale:
                layout.remove(ml / _DATA / name)
            for name, source in preparation.channels.items():
                _bring(source, ml / _DATA / name)
            for path, content in preparation.files.items():
                (ml / path).parent.mkdir(parents=True, exist_ok=True)
                (ml / path).unlink(missing_ok=True)  # a pipe, maybe
                (ml / path).write_text(json.dumps(content, indent=2) + "\n")
            yield
        results, whole = None, False
    finally:
        record.write(ml, Record(record.stamps(ml, paths), results, whole))


@contextmanager
def _emptied(ml: Path) -> Iterator[None]:
    for folder in training_config.FOLDERS:
        (ml / folder).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=ml, prefix=".earlier-") as aside:
        for name in RESULTS:
            (ml / name).rename(Path(aside, name))
        try:
            for folder in training_config.FOLDERS:
                (ml / folder).mkdir(parents=True, exist_ok=True)
            yield
        except BaseException:
            for name in RESULTS:
                layout.remove(ml / name)
                Path(aside, name).rename(ml / name)
            raise


def _configuration(
    hyperparameters: Mapping[str, str], channels: Set[str], content_type: str | None
) -> dict[str, dict[str, Any]]:
    resources = training_config.resources("local", [HOST])
    channel = training_config.channel(content_type)
    return {
        training_config.HYPERPARAMETERS: dict(sorted(hyperparameters.items())),
        training_config.CHANNELS: dict.fromkeys(sorted(channels), channel),
        training_config.RESOURCES: {"current_host": HOST, **resources},
    }


def _bring(source: Path, folder: Path) -> None:
    """A file by its name, or what is in a folder, as objects of a prefix come to a channel."""
    if source.is_dir():
        shutil.copytree(source, folder)
    else:
        folder.mkdir()
        shutil.copy2(source, folder / source.name)
