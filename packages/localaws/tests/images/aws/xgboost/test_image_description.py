"""``image.toml`` and the program say the same of versions and metrics."""

from __future__ import annotations

import re
import tomllib

from algorithm.training import metrics
from algorithm.training.boosting import metrics_line
from algorithm.versions import Version

from .conftest import IMAGE

DESCRIPTION = tomllib.loads((IMAGE / "image.toml").read_text())


def test_every_metric_of_both_channels_is_defined_and_found_in_a_line_of_the_log() -> None:
    regexes = {definition["name"]: definition["regex"] for definition in DESCRIPTION["metrics"]}
    assert regexes.keys() == {
        f"{data}:{m}" for data in ("train", "validation") for m in metrics.NAMES
    }
    values = {m: number / 100 for number, m in enumerate(metrics.NAMES)}
    line = metrics_line(12, {"train": values, "validation": values})
    as_cloudwatch_shows_it = line.replace("\t", "#011")
    for name, regex in regexes.items():
        # Greedy to the end of what is not blank, as on AWS, where each metric is followed by a tab.
        found = re.search(regex, as_cloudwatch_shows_it)
        assert found, name
        assert found[1].partition("#011")[0] == f"{values[name.partition(':')[2]]:.5f}"


def test_every_tag_means_a_version_that_the_program_knows() -> None:
    for repository in DESCRIPTION["repositories"]:
        for version in repository["versions"].values():
            assert Version(0, 72, 1) <= Version.parse(version) <= Version(3, 0, 5)
