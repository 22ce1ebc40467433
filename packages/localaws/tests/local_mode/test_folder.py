"""What is the user's own in a folder that is /opt/ml, and what local mode may take away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from localaws.jobs.training import config as training_config
from localaws.local_mode import folder, record
from localaws.local_mode.errors import LocalModeError
from localaws.local_mode.folder import Found
from localaws.local_mode.options import Train
from localaws.local_mode.record import Record


@pytest.fixture
def ml(tmp_path: Path) -> Path:
    return tmp_path / "ml"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    file = tmp_path / "rows.csv"
    file.write_text("1,2\n")
    return file


def asked(ml: Path, **members: object) -> Train:
    usual: dict[str, object] = {"channels": {}, "default_channels": {}, "hyperparameters": {}}
    usual |= {"image": Path("image"), "ml": ml, "home": ml, "runtime": "auto", "force": False}
    usual["content_type"] = None
    return Train(**usual | members)  # type: ignore[arg-type]


def prepare(ml: Path, **members: object) -> None:
    """One run without its program: the folder made ready, and what a program leaves noted."""
    earlier = record.read(ml)
    decided = folder.decide(folder.survey(ml, earlier), asked(ml, **members))
    with folder.prepared(ml, earlier, decided):
        assert list((ml / "model").iterdir()) == []
        (ml / "model/made").write_text("x")
    left = record.stamps(ml, folder.RESULTS)
    record.write(ml, Record(record.read(ml).brought, left))


def test_what_a_trial_brought_and_left_is_not_the_users_own(ml: Path, data: Path) -> None:
    prepare(ml, channels={"training": data})
    found = folder.survey(ml, record.read(ml))
    assert found == Found(stale=frozenset({"training"}))


def test_what_was_changed_since_is_the_users_own(ml: Path, data: Path) -> None:
    prepare(ml, channels={"training": data, "other": data})
    (ml / "input/data/training/mine.csv").write_text("3,4\n")
    (ml / training_config.HYPERPARAMETERS).write_text('{"depth": "3"}')
    (ml / "model/made").write_text("better")
    found = folder.survey(ml, record.read(ml))
    assert found == Found(
        channels=frozenset({"training"}),
        files=frozenset({training_config.HYPERPARAMETERS}),
        results=("model/made",),
        stale=frozenset({"other"}),
    )


def test_a_channel_of_the_users_own_is_never_replaced(ml: Path, data: Path) -> None:
    prepare(ml, channels={"training": data})
    mine = ml / "input/data/training/mine.csv"
    mine.write_text("3,4\n")
    with pytest.raises(LocalModeError, match="is there already: leave --channel training out"):
        prepare(ml, channels={"training": data})
    prepare(ml, default_channels={"default": data})
    assert sorted(path.name for path in mine.parent.iterdir()) == ["mine.csv", "rows.csv"]
    assert not (ml / "input/data/default").exists()


@pytest.mark.parametrize(
    ("path", "option", "asked_for"),
    [
        (training_config.HYPERPARAMETERS, "--set", {"hyperparameters": {"a": "1"}}),
        (training_config.CHANNELS, "--content-type", {"content_type": "text/csv"}),
    ],
)
def test_configuration_of_the_users_own_is_never_replaced(
    ml: Path, path: str, option: str, asked_for: dict[str, object]
) -> None:
    (ml / path).parent.mkdir(parents=True)
    (ml / path).write_text("{}")
    with pytest.raises(LocalModeError, match=f"write the values there and leave {option} out"):
        prepare(ml, **asked_for)
    assert (ml / path).read_text() == "{}"


def test_after_a_trial_that_was_killed_all_results_are_its_own(ml: Path) -> None:
    prepare(ml)
    record.write(ml, Record({}, results=None))
    (ml / "model/half").write_text("x")
    assert folder.survey(ml, record.read(ml)).results == ()


def test_where_nothing_can_be_started_earlier_results_are_back(ml: Path, data: Path) -> None:
    prepare(ml)
    earlier = record.read(ml)
    decided = folder.decide(folder.survey(ml, earlier), asked(ml, channels={"training": data}))
    with pytest.raises(RuntimeError, match="refused"), folder.prepared(ml, earlier, decided):
        raise RuntimeError("refused")
    assert (ml / "model/made").read_text() == "x"
    found = folder.survey(ml, record.read(ml))
    assert (found.results, found.channels) == ((), frozenset())


def test_a_link_in_the_model_is_a_file_like_any_other(ml: Path, data: Path) -> None:
    prepare(ml)
    (ml / "model/link").symlink_to(data)
    assert folder.survey(ml, record.read(ml)).results == ("model/link",)


def test_what_a_program_links_to_is_neither_written_nor_followed(ml: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("the user's own")
    prepare(ml)
    (ml / ".local-mode.json").unlink()
    for name in (".local-mode.json", ".local-mode.json.new"):
        (ml / name).symlink_to(own)
    record.write(ml, Record())
    assert own.read_text() == "the user's own"
    assert record.read(ml) == Record()
    (ml / "input/data").rmdir()
    (ml / "input/data").symlink_to(tmp_path)
    with pytest.raises(LocalModeError, match="input/data is a link"):
        folder.survey(ml, record.read(ml))


@pytest.mark.parametrize("text", ["", "[]", '{"brought": 1}', '{"more": 2}'])
def test_a_record_that_a_program_spoiled_is_none(ml: Path, text: str) -> None:
    ml.mkdir()
    (ml / ".local-mode.json").write_text(text)
    assert record.read(ml) == Record()


def test_a_default_holds_where_nothing_else_is_said(ml: Path) -> None:
    members = {
        "hyperparameters": {"depth": "3"},
        "default_hyperparameters": {"depth": "5", "x": "1"},
    }
    prepare(ml, **members)
    written = json.loads((ml / training_config.HYPERPARAMETERS).read_text())
    assert written == {"depth": "3", "x": "1"}
    (ml / training_config.HYPERPARAMETERS).write_text('{"depth": "7"}')
    prepare(ml, default_hyperparameters={"depth": "5"})
    assert json.loads((ml / training_config.HYPERPARAMETERS).read_text()) == {"depth": "7"}
