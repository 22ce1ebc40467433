"""The model of an endpoint: what is loaded, and how several predict together."""

from __future__ import annotations

import pickle

import numpy as np
import pytest
from algorithm.library import xgboost
from algorithm.serving import booster as booster_module
from algorithm.serving import content, cores
from algorithm.serving.content import Kind
from algorithm.serving.model import ModelError, load
from scipy.sparse import csr_matrix

RANDOM = np.random.default_rng(3)
FEATURES = RANDOM.normal(size=(300, 4)).astype(np.float32)
CLASSES = (FEATURES[:, 0] > 0).astype(int) + (FEATURES[:, 1] > 0)


def trained(labels=None, rounds=5, **parameters):
    labels = (CLASSES > 0) if labels is None else labels
    parameters = {"objective": "binary:logistic", "nthread": 1, **parameters}
    return xgboost.train(parameters, xgboost.DMatrix(FEATURES, label=labels), rounds)


def predicted(library):
    return library.predict(xgboost.DMatrix(FEATURES))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".hidden").write_text("no model")
    (tmp_path / "logs").mkdir()
    return tmp_path


@pytest.mark.parametrize("suffix", ["ubj", "json"])
def test_a_model_file_is_loaded_whatever_its_name(folder, suffix):
    library = trained()
    (folder / "xgboost-model").write_bytes(library.save_raw(suffix))
    model = load(folder)
    assert (model.objective, model.features, model.is_pickled) == ("binary:logistic", 4, False)
    assert np.array_equal(model.predict(FEATURES), predicted(library))


def test_a_pickled_booster_is_loaded(folder):
    library = trained()
    (folder / "xgboost-model").write_bytes(pickle.dumps(library))
    model = load(folder)
    assert model.is_pickled
    assert np.array_equal(model.predict(FEATURES), predicted(library))


@pytest.mark.parametrize("kind", ["gbtree", "dart", "gblinear"])
def test_every_kind_of_booster_predicts_dense_and_sparse_rows(folder, kind):
    library = trained(booster=kind)
    (folder / "xgboost-model").write_bytes(library.save_raw())
    model = load(folder)
    assert np.array_equal(model.predict(FEATURES), predicted(library))
    assert np.array_equal(model.predict(csr_matrix(FEATURES)), predicted(library))


def test_a_large_request_is_predicted_in_parts(folder, monkeypatch):
    library = trained(CLASSES, objective="multi:softprob", num_class=3)
    (folder / "xgboost-model").write_bytes(library.save_raw())
    model = load(folder)
    monkeypatch.setattr(booster_module, "ROWS_OF_A_PART", 7)
    monkeypatch.setattr(cores, "COUNT", 4)
    for rows in (13, 14, 27, 300):
        assert np.array_equal(model.predict(FEATURES[:rows]), predicted(library)[:rows])
        assert np.array_equal(model.predict(csr_matrix(FEATURES[:rows])), predicted(library)[:rows])


def test_columns_that_are_missing_on_the_right_are_missing_values(folder):
    library = trained()
    (folder / "xgboost-model").write_bytes(library.save_raw())
    expected = library.predict(xgboost.DMatrix(FEATURES[:, :2]))
    model = load(folder)
    assert np.array_equal(model.predict(FEATURES[:, :2]), expected)
    assert np.array_equal(model.predict(csr_matrix(FEATURES[:, :2])), expected)


def test_a_column_too_many_is_refused(folder):
    (folder / "xgboost-model").write_bytes(trained().save_raw())
    with pytest.raises(ValueError, match="the data have 5 columns, the model was trained on 4"):
        load(folder).predict(np.zeros((1, 5), np.float32))


@pytest.mark.parametrize(
    ("columns", "kind", "is_taken"),
    [
        (4, Kind.CSV, True),
        (3, Kind.CSV, True),
        (2, Kind.CSV, False),
        (5, Kind.CSV, False),
        (2, Kind.RECORDIO, False),
        (1, Kind.LIBSVM, True),
    ],
)
def test_pickled_models_take_one_dense_column_less_at_most(folder, columns, kind, is_taken):
    (folder / "xgboost-model").write_bytes(pickle.dumps(trained()))
    model = load(folder)
    if is_taken:
        content.check_columns(columns, kind, model)
    else:
        sentence = f"the {kind} data have {columns} columns, the model was trained on 4"
        with pytest.raises(ValueError, match=sentence):
            content.check_columns(columns, kind, model)


def test_several_models_are_averaged(folder):
    libraries = [trained(rounds=rounds) for rounds in (2, 5)]
    for number, library in enumerate(libraries):
        (folder / f"xgboost-model-{number}").write_bytes(library.save_raw())
    mean = np.mean([predicted(library) for library in libraries], axis=0)
    assert np.array_equal(load(folder).predict(FEATURES), mean)
    alone = load(folder, is_ensemble=False).predict(FEATURES)
    assert np.array_equal(alone, predicted(libraries[0]))


def test_several_models_that_predict_classes_vote(folder):
    options = {"objective": "multi:softmax", "num_class": 3}
    libraries = [
        trained(labels, **options) for labels in (CLASSES, (CLASSES + 1) % 3, np.roll(CLASSES, 1))
    ]
    for number, library in enumerate(libraries):
        (folder / f"xgboost-model-{number}").write_bytes(library.save_raw())
    votes = np.array([predicted(library) for library in libraries]).astype(int).T
    expected = [np.bincount(row).argmax() for row in votes]  # the lowest class wins a draw
    assert load(folder).predict(FEATURES).tolist() == expected


def test_a_model_that_stopped_early_predicts_with_its_best_rounds(folder):
    library = trained(rounds=8)
    library.set_attr(best_iteration="2")
    (folder / "xgboost-model").write_bytes(library.save_raw())
    best = library.predict(xgboost.DMatrix(FEATURES), iteration_range=(0, 3))
    assert np.array_equal(load(folder).predict(FEATURES), best)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"no model", "xgboost-model cannot be loaded as a model of XGBoost"),
        (b"\x80\x04 no pickle", "xgboost-model cannot be loaded as a model of XGBoost"),
        (pickle.dumps([1]), "xgboost-model holds a list, not a Booster of XGBoost"),
    ],
)
def test_what_is_no_model_is_named(folder, content, sentence):
    (folder / "xgboost-model").write_bytes(content)
    with pytest.raises(ModelError, match=sentence) as caught:
        load(folder)
    assert "Stack trace" not in str(caught.value)


def test_a_folder_without_a_model_is_named(folder):
    with pytest.raises(ModelError, match=f"there is no model in {folder}"):
        load(folder)
    with pytest.raises(ModelError, match="there is no model"):
        load(folder / "absent")
