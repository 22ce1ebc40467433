"""Lines as published logs of AWS's algorithms have them, and as the expressions of metrics find them."""

from __future__ import annotations

import json
import re

from built_in import log_lines


def printed(capsys):
    return capsys.readouterr().out.strip()


def test_a_measure_names_host_epoch_and_value(capsys):
    log_lines.loss("algo-1", "train mse_objective", 0.5, epoch=3)
    line = printed(capsys)
    assert re.fullmatch(r"\[\d\d/\d\d/\d{4} \d\d:\d\d:\d\d INFO \d+\] #quality_metric: .*", line)
    assert line.endswith("#quality_metric: host=algo-1, epoch=3, train mse_objective <loss>=0.5")
    log_lines.score("algo-1", "test recall", 1)
    assert printed(capsys).endswith("#quality_metric: host=algo-1, test recall <score>=1.0")


def test_progress_and_throughput(capsys):
    log_lines.progress("algo-1", 40)
    assert printed(capsys).endswith("#progress_metric: host=algo-1, completed 40 % of epochs")
    log_lines.throughput("algo-1", 100, 0.5)
    assert printed(capsys).endswith(
        "#throughput_metric: host=algo-1, train throughput=200.0 records/second"
    )


def test_metrics_are_json_with_their_dimensions(capsys):
    log_lines.Metrics("PCA", "algo-2").write({"epochs": 1}, 12.5, epoch=0)
    found = json.loads(printed(capsys).removeprefix("#metrics "))
    assert found["StartTime"] == 12.5
    assert found["EndTime"] > 12.5
    assert found["Dimensions"] == {
        "Algorithm": "PCA", "Host": "algo-2", "Operation": "training", "epoch": 0,
    }  # fmt: skip
    assert found["Metrics"] == {"epochs": {"sum": 1.0, "count": 1, "min": 1, "max": 1}}
