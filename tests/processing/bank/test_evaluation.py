"""`evaluate`: the model that training left, measured on rows that it never saw."""

from __future__ import annotations

import io
import json
import pickle
import tarfile
from pathlib import Path
from typing import Any, Callable

import numpy as np
import pytest
import recipe
import xgboost
from campaign.figures import measure

Run = Callable[..., int]


def pack(folder: Path, content: bytes, name: str = "xgboost-model") -> None:
    """A model.tar.gz as a training job leaves it."""
    folder.mkdir(exist_ok=True)
    with tarfile.open(folder / "model.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo(name)
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))


def learn(train: np.ndarray, **parameters: Any) -> xgboost.Booster:
    wanted = {"objective": "binary:logistic", "max_depth": 3, "eta": 0.3, **parameters}
    return xgboost.train(wanted, xgboost.DMatrix(train[:, 1:], train[:, 0]), 20)


def saved(booster: xgboost.Booster) -> bytes:
    return bytes(booster.save_raw())


@pytest.fixture
def made(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture) -> Path:
    """A run's preparation, with a model beside it."""
    recipe.write(tmp_path / "a.csv", recipe.customers(1000, 3))
    assert run("prepare", "--data", tmp_path / "a.csv", "--output", tmp_path) == 0
    pack(tmp_path / "model", saved(learn(split(tmp_path, "train"))))
    capsys.readouterr()
    return tmp_path


def split(folder: Path, name: str) -> np.ndarray:
    return np.loadtxt(str(folder / name / f"{name}.csv"), delimiter=",")


@pytest.fixture
def evaluate(run: Run, made: Path) -> Callable[[], int]:
    def evaluated() -> int:
        return run(
            *("evaluate", "--model", made / "model", "--test", made / "test"),
            *("--encoding", made / "encoding", "--output", made / "evaluation"),
        )

    return evaluated


def expected(made: Path, booster: xgboost.Booster, **prediction: Any) -> dict:
    test = split(made, "test")
    scores = booster.predict(xgboost.DMatrix(test[:, 1:]), **prediction)
    return measure(test[:, 0] == 1, scores.astype(float)).as_dict()


def written(made: Path) -> dict:
    return json.loads((made / "evaluation" / "evaluation.json").read_text())


def value(made: Path, metric: str, model: str = "candidate") -> Any:
    return written(made)[model]["metrics"][metric]["value"]


def test_the_figures_are_those_of_the_library_itself(
    made: Path, evaluate: Callable[[], int], base_folder: Path, capsys: pytest.CaptureFixture
) -> None:
    assert evaluate() == 0
    figures = expected(made, learn(split(made, "train")))
    for name in ("precision", "recall", "f1", "auc", "average_precision", "log_loss"):
        assert value(made, name) == pytest.approx(figures[name], abs=1e-6)
    assert value(made, "accuracy") == pytest.approx(figures["overall_rate"], abs=1e-6)
    table = figures["confusion"]
    assert written(made)["candidate"]["confusion"]["counts"] == [
        [table["tn"], table["fp"]],
        [table["fn"], table["tp"]],
    ]
    assert written(made)["champion"] is None
    out = capsys.readouterr().out
    text = (made / "evaluation" / "evaluation.txt").read_text()
    assert text in out
    assert text.partition("gain of all splits\n")[2].startswith("poutcome=success")
    last = out.splitlines()[-1]
    assert last.startswith(f"Overall {100 * figures['overall_rate']:.1f} %, precision ")
    assert last.endswith(f" on {figures['rows']} rows.")
    assert (base_folder / "output" / "message").read_text() == last


@pytest.fixture
def champion(made: Path, run: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a model that serves, of other data: its encoding is another."""
    before = tmp_path_factory.mktemp("before")
    customers = [{**one, "job": "admin."} for one in recipe.customers(600, 9)]
    recipe.write(before / "a.csv", customers)
    assert run("prepare", "--data", before / "a.csv", "--output", before) == 0
    pack(before / "model", saved(learn(split(before, "train"), max_depth=1)))
    return before


@pytest.fixture
def compare(run: Run, made: Path, champion: Path) -> Callable[[], int]:
    def compared() -> int:
        return run(
            *("evaluate", "--model", made / "model", "--test", made / "test"),
            *("--encoding", made / "encoding", "--rows", made / "rows"),
            *("--champion", champion / "model", "--champion-encoding", champion / "encoding"),
            *("--output", made / "evaluation"),
        )

    return compared


def test_a_champion_with_another_encoding_is_measured_on_the_same_rows(
    made: Path, champion: Path, compare: Callable[[], int]
) -> None:
    assert compare() == 0
    found = written(made)
    assert found["rows"] == len(split(made, "test"))
    assert found["champion"]["types"]["yes"]["rows"] == found["candidate"]["types"]["yes"]["rows"]
    assert found["champion"]["metrics"]["auc"] != found["candidate"]["metrics"]["auc"]
    assert set(found["difference"]) == set(found["candidate"]["metrics"])
    assert "<svg" in (made / "evaluation" / "report.html").read_text()


def test_the_champions_numbers_are_those_of_its_own_features(
    made: Path, champion: Path, run: Run, compare: Callable[[], int]
) -> None:
    """The same model as candidate and as champion has the same numbers, by either way."""
    for folder in ("model", "encoding"):
        for file in (made / folder).iterdir():
            (champion / folder / file.name).write_bytes(file.read_bytes())
    assert compare() == 0
    for one in written(made)["difference"].values():
        assert one["value"] in (0, None)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda folder: (folder / "model" / "model.tar.gz").write_bytes(b"old"), "cannot be measured beside the new one: "),
        (lambda folder: (folder / "encoding" / "encoding.json").unlink(), "there is no encoding"),
        (lambda folder: pack(folder / "model", saved(learn(split(folder, "train")[:, :9]))), "it has 8 features, but its encoding makes"),
    ],
)  # fmt: skip
def test_a_champion_that_cannot_be_asked_is_told_of_and_the_candidate_measured(
    made: Path, champion: Path, compare: Callable[[], int],
    spoil: Callable[[Path], Any], sentence: str,
) -> None:  # fmt: skip
    spoil(champion)
    assert compare() == 0
    found = written(made)
    told = found["champion_problem"]
    assert told.startswith("The model that serves cannot be measured beside the new one: ")
    assert sentence in told
    assert found["champion"] is None
    assert found["candidate"]["metrics"]["auc"]["value"] is not None


def test_the_picture_is_a_png_of_some_size(made: Path, evaluate: Callable[[], int]) -> None:
    from matplotlib.image import imread

    assert evaluate() == 0
    picture = imread(str(made / "evaluation" / "evaluation.png"))
    assert picture.shape[:2] == (572, 1650)
    assert len(np.unique(picture.reshape(-1, picture.shape[2]), axis=0)) > 100


def test_a_pickled_booster_is_read_too(made: Path, evaluate: Callable[[], int]) -> None:
    booster = learn(split(made, "train"))
    pack(made / "model", pickle.dumps(booster))
    assert evaluate() == 0
    assert value(made, "log_loss") == pytest.approx(expected(made, booster)["log_loss"], abs=1e-6)


def test_a_model_that_stopped_early_is_used_up_to_its_best_tree(
    made: Path, evaluate: Callable[[], int]
) -> None:
    booster = learn(split(made, "train"))
    booster.set_attr(best_iteration="4")
    pack(made / "model", saved(booster))
    assert evaluate() == 0
    best = expected(made, booster, iteration_range=(0, 5))["log_loss"]
    assert value(made, "log_loss") == pytest.approx(best, abs=1e-6)
    assert best != pytest.approx(expected(made, booster)["log_loss"], abs=1e-4)


def test_a_test_split_of_one_label_has_no_curves(made: Path, evaluate: Callable[[], int]) -> None:
    test = made / "test" / "test.csv"
    test.write_text("".join(line for line in test.open() if line.startswith("0")))
    assert evaluate() == 0
    assert [value(made, name) for name in ("auc", "average_precision", "recall")] == [None] * 3


def change_model(content: bytes, name: str = "xgboost-model") -> Callable[[Path], None]:
    return lambda made: pack(made / "model", content, name)


def relearn(**parameters: Any) -> Callable[[Path], None]:
    return lambda made: pack(made / "model", saved(learn(split(made, "train"), **parameters)))


def change_test(text: str) -> Callable[[Path], Any]:
    return lambda made: (made / "test" / "test.csv").write_text(text)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda made: (made / "model" / "model.tar.gz").unlink(), "There is no model MADE/model/model.tar.gz: the training job writes it."),
        (lambda made: (made / "model" / "model.tar.gz").write_bytes(b"no archive"), "MADE/model/model.tar.gz is no archive that can be read"),
        (change_model(b"", "model.pt"), "MADE/model/model.tar.gz holds no file xgboost-model, but model.pt."),
        (change_model(b"no model"), "xgboost-model in MADE/model/model.tar.gz cannot be loaded by XGBoost"),
        (change_model(b"\x80\x04no pickle"), "xgboost-model in MADE/model/model.tar.gz cannot be loaded by XGBoost"),
        (change_model(pickle.dumps([1])), "xgboost-model is a pickle of a list, not of a Booster."),
        (relearn(objective="binary:logitraw"), "The model in MADE/model/model.tar.gz gives no probabilities: its objective must be binary:logistic."),
        (relearn(objective="multi:softprob", num_class=2), "The model in MADE/model/model.tar.gz gives no probabilities"),
        (change_test("1,2,3\n"), "The test split has 2 features, but the encoding makes 59: they are not of the same run."),
        (change_test("2" + ",0" * 59 + "\n"), "The test split has the label 2 in its first column, which must hold 0 or 1."),
        (change_test("age,y\n"), "test.csv of the test split is no table of numbers"),
        (change_test(""), "The test split MADE/test has no row."),
        (lambda made: (made / "test" / "test.csv").unlink(), "There is no .csv file in MADE/test, nothing."),
        (lambda made: (made / "encoding" / "encoding.json").unlink(), "There is no encoding MADE/encoding/encoding.json"),
        (lambda made: pack(made / "model", saved(learn(split(made, "train")[:, :9]))), "The model has 8 features, but the encoding makes 59"),
    ],
)  # fmt: skip
def test_what_cannot_be_measured_is_told_and_nothing_is_left(
    made: Path, evaluate: Callable[[], int], capsys: pytest.CaptureFixture,
    spoil: Callable[[Path], Any], sentence: str,
) -> None:  # fmt: skip
    spoil(made)
    assert evaluate() == 1
    out, errors = capsys.readouterr()
    assert out == ""
    assert errors.replace(str(made), "MADE").startswith(sentence)
    assert errors.count("\n") == 1
    assert not list((made / "evaluation").glob("*"))
