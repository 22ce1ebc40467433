"""One instance takes its objects through its container."""

from __future__ import annotations

import gzip
import struct
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from localaws.jobs.transform import invoking
from localaws.jobs.transform.faults import Fault, job_failure
from localaws.jobs.transform.instance import InstanceTransform
from localaws.jobs.transform.splitting import MAGIC
from localaws.jobs.work import Ending, Object
from localaws.runtime.protocol import Response
from localaws.this_aws import objects
from localaws.this_aws.s3_location import S3Location

from ..conftest import Bench
from .scripted import ServingContainer, refused


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(invoking, "_PAUSE", 0)


class Run:
    """A transform of the objects that a test has put below ``in/``."""

    def __init__(self, bench: Bench, folder: Path, container: ServingContainer) -> None:
        self.container = container
        self.told: list[str] = []
        self.over = Ending()
        self._bench = bench
        self._folder = folder

    def __call__(
        self,
        source: dict[str, Any] | None = None,
        target: dict[str, Any] | None = None,
        **members: Any,
    ) -> set[Fault]:
        bucket = self._bench.bucket
        request = {
            "TransformInput": source or {},
            "TransformOutput": {"S3OutputPath": f"s3://{bucket}/out", **(target or {})},
        } | members
        found = InstanceTransform(
            [("", self.container)], request, self._folder, self.told.append, self.over
        ).run(
            Object(S3Location(bucket, key), key.removeprefix("in/"))
            for key in self._bench.keys("in/")
        )
        assert list(self._folder.iterdir()) == []
        return found


@pytest.fixture
def run(bench: Bench, tmp_path: Path) -> Run:
    return Run(bench, tmp_path, ServingContainer())


LINES = {"SplitType": "Line", "ContentType": "text/csv"}


def test_an_object_is_one_request(bench: Bench, run: Run) -> None:
    bench.put(in__a="x\ny\n", in__deep__b="z")
    assert run(target={"Accept": "text/plain"}) == set()
    assert bench.keys("out") == ["out/a.out", "out/deep/b.out"]
    assert (bench.text("out/a.out"), bench.text("out/deep/b.out")) == ("X\nY\n", "Z")
    assert run.container.headers == {"accept": "text/plain"}
    assert run.told == ["MaxConcurrentTransforms=1, MaxPayloadInMB=6, BatchStrategy=MULTI_RECORD"]


def test_lines_are_sent_one_by_one_or_together(bench: Bench, run: Run) -> None:
    bench.put(in__a="a\nb\nc")
    run(LINES, {"AssembleWith": "Line"}, BatchStrategy="SingleRecord")
    assert run.container.bodies == [b"a", b"b", b"c"]
    assert bench.text("out/a.out") == "A\nB\nC\n"
    run(LINES, BatchStrategy="SingleRecord")
    assert bench.text("out/a.out") == "ABC"
    run.container.bodies.clear()
    run(LINES, {"AssembleWith": "Line"})
    assert run.container.bodies == [b"a\nb\nc"]
    assert bench.text("out/a.out") == "A\nB\nC\n"
    assert run.container.headers == {"content-type": "text/csv"}


def test_the_container_says_how_it_wants_to_be_asked(bench: Bench, run: Run) -> None:
    bench.put(in__a="".join(f"{number}\n" for number in range(20)))
    run.container.parameters = {"MaxConcurrentTransforms": 4, "BatchStrategy": "SINGLE_RECORD"}

    def slowly(body: bytes) -> bytes:
        time.sleep(0.01 if body == b"0" else 0.001)
        return body

    run.container.model = slowly
    assert run(LINES, {"AssembleWith": "Line"}) == set()
    assert bench.text("out/a.out") == "".join(f"{number}\n" for number in range(20))
    assert 1 < run.container.most_at_once <= 4
    assert run.told == ["MaxConcurrentTransforms=4, MaxPayloadInMB=6, BatchStrategy=SINGLE_RECORD"]


def test_small_objects_are_under_way_together(bench: Bench, run: Run) -> None:
    for number in range(8):
        bench.write(f"in/{number}", f"{number}")
    barrier = threading.Barrier(4, timeout=10)

    def together(body: bytes) -> bytes:
        barrier.wait()
        return body

    run.container.model = together
    assert run(MaxConcurrentTransforms=4) == set()
    assert [bench.text(key) for key in bench.keys("out")] == [str(n) for n in range(8)]


def test_a_gzip_object_is_sent_as_what_is_in_it(bench: Bench, run: Run) -> None:
    objects.write(bench.bucket, "in/a.gz", gzip.compress(b"a\nb\n"))
    assert run({"CompressionType": "Gzip"}) == set()
    assert bench.text("out/a.gz.out") == "A\nB\n"


def test_a_single_binary_record_is_sent_without_its_frame(bench: Bench, run: Run) -> None:
    record = MAGIC + struct.pack("<I", 2) + b"ab\0\0"
    objects.write(bench.bucket, "in/a", record * 2)
    run.container.model = bytes
    run({"SplitType": "RecordIO"}, BatchStrategy="SingleRecord")
    assert bench.text("out/a.out") == "abab"
    run({"SplitType": "RecordIO"})
    assert objects.read(bench.bucket, "out/a.out") == record * 2


def test_a_bad_record_costs_its_object_and_is_named(bench: Bench, run: Run) -> None:
    bench.put(in__a="1\n2\n", in__b="3\nbad\n5\n", in__c="6\n")
    run.container.failing[b"bad"] = [Response(400, {}, b"<p>\nno number</p>")]
    assert run(LINES, BatchStrategy="SingleRecord") == {"ClientError"}
    assert bench.keys("out") == ["out/a.out", "out/c.out"]
    assert run.told[1:] == [
        f"{bench.bucket}/in/b: {line}"
        for line in (
            "ClientError: 400",
            "Message:",
            "<p>",
            "no number</p>",
            "That was the response to record 2",
        )
    ]
    assert run.container.bodies.count(b"bad") == 1


def test_a_model_that_fails_is_asked_again(bench: Bench, run: Run) -> None:
    bench.put(in__a="x")
    run.container.failing[b"x"] = [refused(), Response(500, {}, b""), TimeoutError()]
    assert run() == set()
    assert bench.text("out/a.out") == "X"
    run.container.failing[b"x"] = [Response(503, {}, b"")] * 2
    assert run(ModelClientConfig={"InvocationsMaxRetries": 1}) == {"AlgorithmError"}
    key = f"{bench.bucket}/in/a"
    assert run.told[-2:] == [
        f"{key}: Bad HTTP status received from algorithm: 503",
        f"{key}: That was the response to record 1",
    ]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (refused(), "Unable to get response from algorithm"),
        (TimeoutError(), "did not respond to /invocations request within 5 seconds"),
    ],
)
def test_a_model_that_is_silent(bench: Bench, run: Run, error: Exception, said: str) -> None:
    bench.put(in__a="x")
    run.container.failing[b"x"] = [error]
    config = {"InvocationsMaxRetries": 0, "InvocationsTimeoutInSeconds": 5}
    assert run(ModelClientConfig=config) == {"AlgorithmError"}
    assert said in run.told[1]


@pytest.mark.parametrize(
    ("content", "source", "members", "said"),
    [
        (b"x" * 9, {"CompressionType": "Gzip"}, {}, "It is not gzip"),
        (gzip.compress(b"x" * 99, mtime=0)[:-9], {"CompressionType": "Gzip"}, {}, "It is not gzip"),
        (MAGIC + b"\x09", {"SplitType": "RecordIO"}, {}, "there is no RecordIO record at byte 0"),
        (
            b"1\n" + b"x" * (1 << 20) + b"\n",
            LINES,
            {"MaxPayloadInMB": 1},
            "Too much data for max payload size: record 2 has 1048577 bytes",
        ),
        (
            b"1,2\n3\n",
            LINES,
            {"DataProcessing": {"InputFilter": "$[1]"}},
            "Of record 2: InputFilter $[1] asks for index 1, and there are 1 values",
        ),
        (
            b"1,2\n3\n",
            LINES,
            {"DataProcessing": {"OutputFilter": "$[1]"}},
            "Of record 2: OutputFilter $[1] asks for index 1, and there are 1 values",
        ),
    ],
)
def test_what_an_object_is_not(
    bench: Bench, run: Run, content: bytes, source: dict[str, Any], members: Any, said: str
) -> None:
    objects.write(bench.bucket, "in/a", content)
    bench.put(in__b="")
    target = {"AssembleWith": "Line", "Accept": "text/csv"}
    assert run(source, target, **members) == {"ClientError"}
    assert f"{bench.bucket}/in/a: " in run.told[1]
    assert said in run.told[1]
    assert "out/a.out" not in bench.keys("out")


def test_an_empty_object_has_an_empty_output(bench: Bench, run: Run) -> None:
    bench.put(in__a="", in__folder__="")
    assert run(LINES) == set()
    assert bench.keys("out") == ["out/a.out"]
    assert bench.text("out/a.out") == ""


def test_what_is_being_ended_stores_nothing_more(bench: Bench, run: Run) -> None:
    bench.put(in__a="a", in__b="b", in__c="c", in__d="d", in__e="e")

    def ends(body: bytes) -> bytes:
        if body == b"b":
            run.over.set()
            raise refused()
        return body

    run.container.model = ends
    assert run() == set()
    assert not {"out/b.out", "out/d.out", "out/e.out"} & set(bench.keys("out"))
    assert len(run.told) == 1


def test_the_record_that_ends_the_container_is_named(bench: Bench, run: Run) -> None:
    bench.put(in__a="1\n2\n3\n4\n")

    def ends(body: bytes) -> bytes:
        if body == b"2":
            run.over.by_themselves.append(run.container)
            run.over.set()
            raise refused()
        return body

    run.container.model = ends
    assert run(LINES, BatchStrategy="SingleRecord") == {"AlgorithmError"}
    object_ = f"{bench.bucket}/in/a"
    assert run.told[1:] == [
        f"{object_}: Unable to get response from algorithm",
        f"{object_}: That was the response to record 2",
    ]
    assert bench.keys("out") == []


def test_an_object_of_which_something_was_not_sent_any_more_is_not_stored(
    bench: Bench, run: Run
) -> None:
    bench.put(in__a="".join(f"{number}\n" for number in range(9)))

    def ends(body: bytes) -> bytes:
        run.over.set()
        return body

    run.container.model = ends
    assert run(LINES, BatchStrategy="SingleRecord") == set()
    assert len(run.container.bodies) < 5
    assert bench.keys("out") == []
    assert len(run.told) == 1


def test_bad_execution_parameters_are_the_models_fault(bench: Bench, run: Run) -> None:
    run.container.parameters = {"MaxPayloadInMB": 1000}
    assert run() == {"AlgorithmError"}
    assert "GET /execution-parameters, MaxPayloadInMB is 1000" in run.told[0]


rows = st.lists(st.text("abc,1", min_size=1, max_size=5), min_size=1, max_size=12)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None
)
@given(rows, st.integers(1, 4), st.booleans())
def test_line_k_of_the_output_is_that_of_the_input(
    bench: Bench, run: Run, found: list[str], concurrent: int, single: bool
) -> None:
    bench.write("in/rows", "\n".join(found))
    assert (
        run(
            LINES,
            {"AssembleWith": "Line", "Accept": "text/csv"},
            MaxConcurrentTransforms=concurrent,
            BatchStrategy="SingleRecord" if single else "MultiRecord",
            DataProcessing={"JoinSource": "Input"},
        )
        == set()
    )
    assert bench.text("out/rows.out").splitlines() == [f"{row},{row.upper()}" for row in found]


def test_the_worst_fault_is_the_jobs() -> None:
    assert job_failure([]) is None
    said = ": See job logs for more information"
    assert str(job_failure(["ClientError"])) == f"ClientError{said}"
    assert str(job_failure(["ClientError", "AlgorithmError"])) == f"AlgorithmError{said}"
