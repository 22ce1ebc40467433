"""The endpoint as a real program over HTTP: answers and refusals, by version; many clients."""

from __future__ import annotations

import http.client
import json
import os
import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import numpy as np
import pytest
from algorithm.library import xgboost
from built_in import tables
from built_in.record_protobuf import Record, Tensor

from .endpoints import call, served

RANDOM = np.random.default_rng(5)
FEATURES = RANDOM.normal(size=(50, 3)).round(3)
LABELS = (FEATURES.sum(axis=1) > 0).astype(int)
CSV = "\n".join(",".join(map(repr, row)) for row in FEATURES.tolist()).encode()
LIMIT = 6 * 1024**2


@pytest.fixture(scope="module")
def library():
    parameters = {"objective": "binary:logistic", "nthread": 1, "max_depth": 3}
    return xgboost.train(parameters, xgboost.DMatrix(FEATURES, label=LABELS), 5)


@pytest.fixture(scope="module")
def scores(library):
    return library.predict(xgboost.DMatrix(FEATURES)).tolist()


@pytest.fixture(scope="module")
def bases(tmp_path_factory, library):
    """The folders of a model as AWS saved it up to 1.2-2, and as it does now."""
    folders = {}
    for name, content in {
        "pickled": pickle.dumps(library),
        "native": bytes(library.save_raw("ubj")),
    }.items():
        folders[name] = tmp_path_factory.mktemp(name)
        (folders[name] / "model").mkdir()
        (folders[name] / "model/xgboost-model").write_bytes(content)
    return folders


@pytest.fixture(scope="module")
def ports(bases):
    """One endpoint of each kind that answers differently; all of them start at once."""
    kinds = {
        "1.7-1": ("native", {"VERSION": "1.7-1"}),
        "1.2-1": ("pickled", {"VERSION": "1.2-1"}),
        "0.72": ("pickled", {"VERSION": "0.72"}),
        "selecting": ("native", {"SAGEMAKER_INFERENCE_OUTPUT": "predicted_label,probability"}),
        "batch": ("native", {"SAGEMAKER_BATCH": "true", "MAX_CONTENT_LENGTH": "1048576"}),
    }

    with ExitStack() as stack, ThreadPoolExecutor() as pool:

        def start(kind):
            base, variables = kinds[kind]
            return stack.enter_context(served(bases[base], **variables))[1]

        yield dict(zip(kinds, pool.map(start, kinds), strict=True))


@pytest.fixture
def ask(ports):
    def ask(body, content_type="text/csv", accept=None, kind="1.7-1"):
        return call(ports[kind], "POST", "/invocations", body, content_type, accept)

    return ask


def test_csv_is_answered_with_a_row_for_each_row(ask, scores):
    rows = "".join(f"{score!r}\n" for score in scores)
    assert ask(CSV) == (200, "text/csv; charset=utf-8", rows)


@pytest.mark.parametrize("kind", ["1.2-1", "0.72"])
def test_older_images_answer_in_one_line_whatever_is_accepted(ask, scores, kind):
    line = ",".join(map(repr, scores))
    assert ask(CSV, kind=kind) == (200, "text/csv; charset=utf-8", line)
    assert ask(CSV, accept="application/json", kind=kind)[2] == line
    assert ask(CSV, accept="text/html", kind=kind)[0] == 200


def test_libsvm_and_recordio_are_answered_alike(ask, scores):
    libsvm = "\n".join(
        " ".join(f"{index}:{value!r}" for index, value in enumerate(row))
        for row in FEATURES.tolist()
    )
    records = tables.write(Record({"values": Tensor(row)}, {}) for row in FEATURES)
    for body, content_type in (
        (libsvm, "text/libsvm"),
        (libsvm, "text/x-libsvm"),
        (libsvm, None),
        (records, "application/x-recordio-protobuf"),
    ):
        assert [float(line) for line in ask(body, content_type)[2].split()] == scores


def test_the_answer_is_of_the_accepted_type(ask, scores):
    status, media_type, body = ask(CSV, accept="application/json")
    assert (status, media_type) == (200, "application/json")
    assert json.loads(body) == {"predictions": [{"score": score} for score in scores]}
    status, media_type, body = ask(CSV, accept="application/jsonlines")
    assert (status, media_type) == (200, "application/jsonlines")
    assert [json.loads(line)["score"] for line in body.splitlines()] == scores
    status, media_type, body = ask(CSV, accept="application/x-recordio-protobuf")
    assert (status, media_type) == (200, "application/x-recordio-protobuf")
    found = [record.label["score"].values[0] for record in tables.read(body.encode("latin-1"))]
    assert found == scores


def test_selected_facts_are_answered_in_their_order(ask, scores):
    _, _, body = ask(CSV, kind="selecting")
    assert body == "\n".join(f"{int(score > 0.5)},{score!r}" for score in scores)


def test_a_batch_is_answered_in_lines(ask, scores):
    assert ask(CSV, kind="batch")[2] == "".join(f"{score!r}\n" for score in scores)


def test_an_empty_body_is_no_content(ask):
    assert ask(b"") == (204, None, "")
    assert ask(b"", content_type="application/pdf") == (204, None, "")


@pytest.mark.parametrize(
    ("body", "content_type", "sentence"),
    [
        (b"1,2,3", "application/json", "Content-Type application/json is not supported"),
        (b"1,2,x", "text/csv", "is the body csv? line 1: column 3 is 'x', which is not a number"),
        (b"1,2,3\n1,2", "text/csv", "line 2: it has 2 columns, the first row has 3"),
        (b"0:1 1", "text/libsvm", "'1' is not index:value"),
        (b"1,2,3,4,5,6", "application/x-recordio-protobuf", "RecordIO's magic number"),
    ],
)
def test_what_cannot_be_read_is_415(ask, body, content_type, sentence):
    status, media_type, answer = ask(body, content_type)
    assert (status, media_type) == (415, "text/plain; charset=utf-8")
    assert sentence in answer


def test_a_column_too_many_is_400_in_every_version(ask):
    for kind in ("1.7-1", "1.2-1"):
        status, _, answer = ask(b"1,2,3,4", kind=kind)
        assert status == 400
        assert answer.startswith("Unable to evaluate payload provided: the ")
        assert answer.endswith("data have 4 columns, the model was trained on 3")


def test_columns_too_few_are_missing_values_but_a_pickled_model_takes_one_less_at_most(
    ask, library
):
    missing = repr(float(library.predict(xgboost.DMatrix(np.array([[1.0]])))[0]))
    assert ask(b"1", kind="1.7-1")[::2] == (200, missing + "\n")
    assert ask(b"1,2", kind="1.2-1")[0] == 200
    assert ask(b"1", kind="1.2-1")[0] == 400


def test_what_cannot_be_answered_is_406(ask):
    for kind in ("1.7-1", "selecting"):
        status, _, answer = ask(CSV, accept="text/html", kind=kind)
        assert status == 406
        assert answer.startswith("Accept text/html is not supported; ask for application/json")


def test_a_byte_more_than_the_limit_is_413(ask, ports):
    row = b"0.5,0.25,0.125\n"
    whole = row * (LIMIT // len(row))
    assert ask(whole + b" " * (LIMIT - len(whole)))[0] == 200
    status, _, answer = ask(whole + b" " * (LIMIT - len(whole) + 1))
    assert (status, answer) == (413, "the body has 6291457 bytes, at most 6291456 are possible")
    assert ask(b" " * 1048577, kind="batch")[0] == 413


def test_the_other_paths(ports):
    assert call(ports["1.7-1"], "GET", "/ping") == (200, None, "")
    status, media_type, body = call(ports["1.7-1"], "GET", "/execution-parameters")
    assert (status, media_type) == (200, "application/json")
    assert json.loads(body) == {
        "MaxConcurrentTransforms": os.cpu_count(),
        "BatchStrategy": "MULTI_RECORD",
        "MaxPayloadInMB": 6,
    }
    assert call(ports["1.7-1"], "GET", "/invocations")[0] == 405
    assert call(ports["1.7-1"], "GET", "/elsewhere")[0] == 404
    assert call(ports["1.7-1"], "POST", "/ping", b"1")[0] == 404


def test_one_connection_carries_many_requests_refused_ones_too(ports, scores):
    connection = http.client.HTTPConnection("127.0.0.1", ports["batch"], timeout=60)
    bodies = {b"x,y,z": 415, CSV: 200, b"": 204, b" " * 1048577: 413, b"1,2,3,4": 400}
    local = set()
    for _ in range(3):
        for body, status in bodies.items():
            connection.request("POST", "/invocations", body, {"Content-Type": "text/csv"})
            answer = connection.getresponse()
            answer.read()
            assert answer.status == status
            local.add(connection.sock.getsockname())
    assert len(local) == 1
    connection.close()


def test_a_body_may_come_in_chunks(ports, scores):
    connection = http.client.HTTPConnection("127.0.0.1", ports["1.7-1"], timeout=60)
    for size in (1, 1000, len(CSV)):
        parts = [CSV[start : start + size] for start in range(0, len(CSV), size)]
        headers = {"Content-Type": "text/csv"}
        connection.request("POST", "/invocations", iter(parts), headers, encode_chunked=True)
        answer = connection.getresponse()
        assert [float(line) for line in answer.read().split()] == scores
    connection.close()


def test_a_length_that_is_no_number_is_400(ports):
    connection = http.client.HTTPConnection("127.0.0.1", ports["1.7-1"], timeout=60)
    connection.request("POST", "/invocations", headers={"Content-Length": "many"})
    assert connection.getresponse().status == 400
    connection.close()


def test_many_clients_get_their_own_answers(ask, scores):
    lines = CSV.splitlines()
    with ThreadPoolExecutor(16) as pool:
        responses = list(pool.map(lambda index: ask(lines[index % 50])[2], range(400)))
    assert responses == [f"{scores[index % 50]!r}\n" for index in range(400)]
