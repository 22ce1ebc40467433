"""The endpoint over HTTP, without a server: status, content type and body of every answer."""

from __future__ import annotations

import pickle

import pytest
from predictor import LARGEST, create_app
from tree import model

from .conftest import SAMPLES


@pytest.fixture(scope="module")
def client(model_folder):
    return create_app(model_folder).test_client()


def post(client, body, content_type="text/csv"):
    return client.post("/invocations", data=body, content_type=content_type)


def test_ping_says_that_the_model_has_loaded(client):
    assert client.get("/ping").status_code == 200


def test_each_row_has_one_label_on_a_line(client):
    answer = post(client, (SAMPLES / "payload.csv").read_bytes())
    assert answer.status_code == 200
    assert answer.mimetype == "text/csv"
    labels = answer.text.splitlines()
    assert labels == ["setosa", "versicolor", "virginica"] * 3 + ["setosa"]


def test_the_content_type_may_have_parameters(client):
    assert post(client, b"5,3.5,1.5,0.2", "Text/CSV; charset=utf-8").text == "setosa\n"


@pytest.mark.parametrize(
    ("content_type", "said"), [("application/json", "'application/json'"), (None, "there is none")]
)
def test_another_content_type_is_refused(client, content_type, said):
    answer = post(client, b"5,3.5,1.5,0.2", content_type)
    assert answer.status_code == 415
    assert "must be text/csv" in answer.text
    assert said in answer.text


def test_bad_rows_are_refused_with_the_place(client):
    answer = post(client, b"5,3.5,1.5,0.2\r\n5,3.5,1.5\r\n")
    assert answer.status_code == 400
    assert answer.mimetype == "text/plain"
    assert answer.text == "line 2: 3 columns, but the model was trained on 4.\n"


def test_a_body_of_the_largest_size_is_read_and_a_larger_one_is_not(client):
    row = b"5,3.5,1.5,0.2\n"
    body = row * (LARGEST // len(row))
    body += b"\n" * (LARGEST - len(body))
    assert post(client, body).status_code == 200
    assert post(client, body + b"\n").status_code == 413


def test_other_paths_and_methods_are_refused_in_a_sentence(client):
    assert client.get("/models").status_code == 404
    refused = client.get("/invocations")
    assert (refused.status_code, refused.mimetype) == (405, "text/plain")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no decision-tree.pkl in the model folder."),
        (b"", "decision-tree.pkl cannot be read: Ran out of input."),
        (b"text", "decision-tree.pkl cannot be read"),
        (pickle.dumps({}), "decision-tree.pkl holds a dict, not a decision tree."),
    ],
)
def test_without_a_model_it_is_not_healthy_and_says_why(tmp_path, capsys, content, sentence):
    if content is not None:
        (tmp_path / model.FILE).write_bytes(content)
    client = create_app(tmp_path).test_client()
    for answer in (client.get("/ping"), post(client, b"5,3.5,1.5,0.2")):
        assert answer.status_code == 503
        assert sentence in answer.text
    assert sentence in capsys.readouterr().err


def test_a_label_with_a_comma_is_quoted(tmp_path):
    from sklearn.tree import DecisionTreeClassifier

    model.save(DecisionTreeClassifier().fit([[1], [9]], ["a, b", 'say "c"']), tmp_path)
    client = create_app(tmp_path).test_client()
    assert post(client, b"1\n9\n").text == '"a, b"\n"say ""c"""\n'
