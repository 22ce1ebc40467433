"""The encoding is fitted once, to the training split. What the classic mistake does is measured here."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from conftest import SAMPLE
from impressions import encoding, features, figures, fitting, labels, log, splits
from impressions.encoding import Encoding
from impressions.problems import JobProblem
from impressions.shares import Shares
from impressions.splits import Part, Splits, Training
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression


@pytest.fixture(scope="module")
def sample() -> log.Log:
    return log.read(SAMPLE / "clicks.csv", "click")


@pytest.fixture(scope="module")
def parts(sample: log.Log) -> Splits:
    return splits.divide(sample, Shares(0.7, 0.15, 0.15))


def rows(sample: log.Log, fitted: Encoding, part: Part, width: int) -> csr_matrix:
    """The features of a part; those from `width` on are cut off, those that lack are zero."""
    made = [[n for n in row if n < width] for row in features.encode(sample, fitted).of(part)]
    starts = np.cumsum([0, *map(len, made)])
    columns = np.concatenate([np.array(row, dtype=np.int64) for row in made])
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(made), width))


def test_an_encoding_cannot_be_fitted_to_another_split_than_training(
    sample: log.Log, parts: Splits
) -> None:
    for part in (parts.test, parts.validation):
        with pytest.raises(JobProblem, match=f"cannot be fitted to the {part.name} split"):
            fitting.fit(sample, part, "click", 5)  # type: ignore[arg-type]  # which is the guard


def test_an_encoding_that_is_fitted_again_to_the_test_split_ruins_the_scores(
    sample: log.Log, parts: Splits
) -> None:
    """Nothing raises an error: it is only that feature 17 is another site than it was."""
    fitted = fitting.fit(sample, parts.train, "click", 5)
    disguised = Training("test", parts.test.rows)
    fitted_again = fitting.fit(sample, disguised, "click", 5)
    width = fitted.features
    model = LogisticRegression(max_iter=1000).fit(
        rows(sample, fitted, parts.train, width), sample.clicked[parts.train.rows]
    )

    def measured(by: Encoding) -> figures.Figures:
        scores = model.predict_proba(rows(sample, by, parts.test, width))[:, 1]
        return figures.measure(sample.clicked[parts.test.rows], scores)

    right, wrong = measured(fitted), measured(fitted_again)
    assert right.auc is not None
    assert wrong.auc is not None
    assert right.auc > 0.7
    assert right.log_loss < 0.92 * right.base_log_loss
    assert wrong.auc < 0.6
    assert wrong.log_loss > wrong.base_log_loss  # worse than to know nothing


def test_labels_go_with_the_encoding_that_their_rows_were_made_by(
    sample: log.Log, parts: Splits, tmp_path: Path
) -> None:
    fitted = fitting.fit(sample, parts.train, "click", 5)
    disguised = Training("test", parts.test.rows)
    again = fitting.fit(sample, disguised, "click", 5)
    (tmp_path / labels.FILE).write_text(labels.text(again.fingerprint, [True, False]))
    assert labels.read(tmp_path, again.fingerprint).tolist() == [True, False]
    with pytest.raises(JobProblem, match="the encoding is fitted once"):
        labels.read(tmp_path, fitted.fingerprint)


def test_a_fingerprint_is_of_the_features_and_their_order() -> None:
    one = Encoding("click", {"ad": ("a", "b")})
    assert one.fingerprint == Encoding("click", {"ad": ("a", "b")}).fingerprint
    assert one.fingerprint != Encoding("click", {"ad": ("b", "a")}).fingerprint
    assert one.fingerprint != Encoding("click", {"site": ("a", "b")}).fingerprint


def test_an_encoding_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = Encoding("click", {"ad": ("a", "ü"), "site": (), "day": ("mon",)})
    (tmp_path / encoding.FILE).write_text(made.as_json(), encoding="utf-8")
    read = encoding.load(tmp_path)
    assert read == made
    assert [read.feature("ad", "ü"), read.feature("day", "mon"), read.feature("ad", "c")] == [
        1,
        2,
        None,
    ]


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "it is broken"),
        ("[]", "it is no file of the format"),
        ('{"format": "stepline-clicks-encoding", "version": 9}', "its version is 9"),
        ('{"format": "stepline-clicks-encoding", "version": 1}', "it is broken"),
    ],
)
def test_a_file_that_is_no_encoding_is_refused(content: str, why: str, tmp_path: Path) -> None:
    (tmp_path / encoding.FILE).write_text(content)
    with pytest.raises(JobProblem, match=why):
        encoding.load(tmp_path)
    with pytest.raises(JobProblem, match="a run's preparation writes it"):
        encoding.load(tmp_path / "nowhere")
