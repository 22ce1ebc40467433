"""The file of stages: what it says of a pipeline in a stage, and what a wrong one is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from infrastructure.settings import SettingsError
from infrastructure.stages import FILE, load

TEXT = """
[all]
owner = "ml"
log-retention-days = 30

[stage.dev]
[stage.prod]
log-retention-days = 365
[stage.prod.pipeline.bank]
schedule = "rate(12 hours)"
"""


def written(folder: Path, text: str) -> Path:
    (folder / FILE).write_text(text)
    return folder


def test_the_narrower_table_wins(tmp_path: Path) -> None:
    stages = load(written(tmp_path, TEXT))
    assert stages.of("dev", "bank").values == {
        "stepline:owner": "ml",
        "stepline:log-retention-days": 30,
    }
    assert stages.of("prod", "ner").values["stepline:log-retention-days"] == 365
    bank = stages.of("prod", "bank")
    assert bank.values["stepline:schedule"] == "rate(12 hours)"
    assert bank.values["stepline:log-retention-days"] == 365
    assert bank.places["stepline:log-retention-days"] == (
        "stepline.toml, [stage.prod]: log-retention-days"
    )
    assert bank.places["stepline:owner"] == "stepline.toml, [all]: owner"


def test_an_editors_byte_order_mark_is_none_of_the_file(tmp_path: Path) -> None:
    assert load(written(tmp_path, f"\ufeff{TEXT}")).names == ("dev", "prod")


def test_the_stages_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    assert load(written(tmp_path, TEXT)).names == ("dev", "prod")


def test_a_stage_without_a_table_has_what_is_said_of_all(tmp_path: Path) -> None:
    assert load(written(tmp_path, TEXT)).of("test", "ner").values["stepline:owner"] == "ml"


@pytest.mark.parametrize("text", [None, "", "[all]\nowner = 'ml'\n"])
def test_without_stages_there_is_dev(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        written(tmp_path, text)
    assert load(tmp_path).names == ("dev",)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[stage.dev\n[all]", r"^stepline.toml cannot be read: .*line 1"),
        ("owner = 'ml'", r"^stepline.toml: owner is neither all nor stage. A setting stands in"),
        ("[stages.dev]", "stages is neither all nor stage"),
        (
            "[all]\nschedul = 'rate(1 day)'",
            r"^stepline.toml, \[all\]: there is no setting schedul: did you mean schedule\?",
        ),
        ("[stage]\nprod = 1", r"stage.prod is to be a table, \[stage.prod\], and is 1"),
        ("stage = 'dev'", r"stage is to be a table, \[stage\], and is 'dev'"),
        ("[all]\nstage = 'dev'", r"\[all\]: stage is said by the name of the table"),
        ("[stage.dev]\npipeline = 'ner'", r"stage.dev.pipeline is to be a table"),
        (
            "[stage.dev.pipeline.ner]\nownr = 'x'",
            r"\[stage.dev.pipeline.ner\]: there is no setting ownr: did you mean owner",
        ),
    ],
)
def test_a_wrong_file_is_one_sentence_with_the_table_and_the_key(
    tmp_path: Path, text: str, sentence: str
) -> None:
    with pytest.raises(SettingsError, match=sentence):
        load(written(tmp_path, text))


def test_prod_scales_between_two_and_four_instances_and_dev_does_not() -> None:
    stages = load(Path(__file__).parents[2])
    assert {key: stages.of("prod", "ner").values[f"stepline:{key}"] for key in SCALING} == {
        "endpoint-instance-count": 2,
        "scaling-min-instances": 2,
        "scaling-max-instances": 4,
    }
    assert not {f"stepline:{key}" for key in SCALING} & set(stages.of("dev", "ner").values)


SCALING = ("endpoint-instance-count", "scaling-min-instances", "scaling-max-instances")
