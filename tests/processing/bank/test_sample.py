"""The sample that ships: made by its recipe, and with something to learn in it."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import recipe

SAMPLE = Path(__file__).parents[3] / "samples" / "bank"


def test_the_recipe_makes_it_again_byte_for_byte(tmp_path: Path) -> None:
    recipe.write_sample(tmp_path)
    for name in ("bank.csv", "payload.csv"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_it_has_the_columns_of_the_public_table() -> None:
    with (SAMPLE / "bank.csv").open(newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert len(rows) == 1 + recipe.ROWS
    assert ",".join(rows[0]) == (
        "age,job,marital,education,default,housing,loan,contact,month,day_of_week,duration,campaign,"
        "pdays,previous,poutcome,emp.var.rate,cons.price.idx,cons.conf.idx,euribor3m,nr.employed,y"
    )


def test_xgboost_learns_more_from_it_than_the_base_rate(tmp_path: Path, run, capsys) -> None:  # type: ignore[no-untyped-def]
    import xgboost
    from campaign.figures import measure

    code = run(
        *("prepare", "--data", SAMPLE / "bank.csv", "--output", tmp_path),
        *("--train-fraction", 0.6, "--validation-fraction", 0, "--test-fraction", 0.4),
    )
    assert code == 0
    train, test = (
        np.loadtxt(str(tmp_path / s / f"{s}.csv"), delimiter=",") for s in ("train", "test")
    )
    tutorial = {
        "objective": "binary:logistic", "max_depth": 5, "eta": 0.2, "gamma": 4,
        "min_child_weight": 6, "subsample": 0.8,
    }  # fmt: skip
    booster = xgboost.train(tutorial, xgboost.DMatrix(train[:, 1:], train[:, 0]), 100)
    figures = measure(test[:, 0] == 1, booster.predict(xgboost.DMatrix(test[:, 1:])))
    assert figures.overall > figures.majority_rate + 0.02
    assert figures.curves is not None
    assert figures.curves.auc > 0.8
