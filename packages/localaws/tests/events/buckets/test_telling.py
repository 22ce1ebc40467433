"""How an event of a bucket is told, and whom a bucket may have it told to."""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from moto.s3.models import Notification, NotificationConfiguration
from moto.sns.models import SNSBackend, sns_backends
from moto.sqs.models import SQSBackend, sqs_backends

from localaws.clock import Clock
from localaws.events.buckets.admission import InvalidArgument, Wanted, check
from localaws.events.buckets.detail import detail, detail_type
from localaws.events.buckets.happening import Happening
from localaws.events.buckets.notifications import Notifications
from localaws.events.buckets.record import message
from localaws.protocols.refusal import Refusal
from localaws.this_aws.bucket_changes import BucketChange

ACCOUNT, REGION = "123456789012", "eu-west-1"
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f"
QUEUE = f"arn:aws:sqs:{REGION}:{ACCOUNT}:told"
TOPIC = f"arn:aws:sns:{REGION}:{ACCOUNT}:told"


def bucket(**configuration: Any) -> Any:
    told = NotificationConfiguration(**configuration)
    return SimpleNamespace(
        name="data", account_id=ACCOUNT, region_name=REGION, notification_configuration=told
    )


def happening(name: str, key: str = "k", **members: Any) -> Happening:
    return Happening(BucketChange(name, bucket(), key, **members), 1583348638.39, ACCOUNT, REGION)


def test_a_message_is_what_the_guide_shows() -> None:
    event = happening("ObjectCreated:Put", "red flower/ä.jpg", size=3, etag="e", version="v")
    (record,) = json.loads(message(event, "mine"))["Records"]
    assert record == {
        "eventVersion": "2.1",
        "eventSource": "aws:s3",
        "awsRegion": REGION,
        "eventTime": "2020-03-04T19:03:58.390Z",
        "eventName": "ObjectCreated:Put",
        "userIdentity": {"principalId": f"AWS:{ACCOUNT}"},
        "requestParameters": {"sourceIPAddress": "127.0.0.1"},
        "responseElements": {
            "x-amz-request-id": event.request_id,
            "x-amz-id-2": event.request_id,
        },
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "mine",
            "bucket": {
                "name": "data",
                "ownerIdentity": {"principalId": ACCOUNT},
                "arn": "arn:aws:s3:::data",
            },
            "object": {
                "key": "red+flower/%C3%A4.jpg",
                "size": 3,
                "eTag": "e",
                "versionId": "v",
                "sequencer": event.sequencer,
            },
        },
    }


def test_what_expires_is_told_of_by_s3() -> None:
    event = happening("LifecycleExpiration:Delete")
    (record,) = json.loads(message(event, ""))["Records"]
    assert record["eventVersion"] == "2.3"
    assert record["userIdentity"] == {"principalId": "s3.amazonaws.com"}
    assert detail(event)["requester"] == "s3.amazonaws.com"
    assert "source-ip-address" not in detail(event)


@pytest.mark.parametrize(
    ("name", "kind", "members"),
    [
        ("ObjectCreated:Put", "Object Created", {"reason": "PutObject"}),
        ("ObjectCreated:Post", "Object Created", {"reason": "POST Object"}),
        ("ObjectCreated:Copy", "Object Created", {"reason": "CopyObject"}),
        (
            "ObjectRemoved:Delete",
            "Object Deleted",
            {"reason": "DeleteObject", "deletion-type": "Permanently Deleted"},
        ),
        (
            "LifecycleExpiration:DeleteMarkerCreated",
            "Object Deleted",
            {"reason": "Lifecycle Expiration", "deletion-type": "Delete Marker Created"},
        ),
        ("ObjectTagging:Put", "Object Tags Added", {}),
        ("ObjectTagging:Delete", "Object Tags Deleted", {}),
        ("ObjectAcl:Put", "Object ACL Updated", {}),
        ("Replication:OperationNotTracked", None, {}),
    ],
)
def test_event_bridge_has_words_of_its_own(
    name: str, kind: str | None, members: dict[str, str]
) -> None:
    event = happening(name, size=3, etag="e")
    assert detail_type(event) == kind
    found = detail(event)
    assert {k: found[k] for k in ("reason", "deletion-type") if k in found} == members
    assert found["object"]["etag"] == "e"


def test_what_comes_later_has_a_greater_sequencer() -> None:
    numbers = [happening("ObjectCreated:Put").sequencer for _ in range(3)]
    assert numbers == sorted(numbers)


class World:
    """A queue and a topic with it, and functions that are none."""

    def __init__(self) -> None:
        self.events: list[tuple[str, str]] = []
        self.clock = Clock()
        self.told = Notifications(self.clock, self.invoke, self.check)

    def invoke(self, arn: str, payload: bytes, *, principal: str, source: str) -> None:
        self.check(arn, principal, source)
        name = json.loads(payload)["Records"][0]["eventName"]
        self.events.append((source, name))

    def check(self, arn: str, principal: str, source: str) -> None:
        if arn != FUNCTION or principal != "s3.amazonaws.com":
            raise Refusal("AccessDeniedException", "no", 403)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setitem(sns_backends[ACCOUNT], REGION, SNSBackend(REGION, ACCOUNT))
    monkeypatch.setitem(sqs_backends[ACCOUNT], REGION, SQSBackend(REGION, ACCOUNT))
    sqs_backends[ACCOUNT][REGION].create_queue("told", region=REGION)
    sns_backends[ACCOUNT][REGION].create_topic("told", attributes={}, tags={})
    made = World()
    yield made
    made.clock.close()


def test_each_destination_is_told_what_it_asks_for(world: World) -> None:
    asked = bucket(
        cloud_function=[{"CloudFunction": FUNCTION, "Event": ["s3:ObjectCreated:*"]}],
        queue=[{"Queue": QUEUE, "Event": ["s3:ObjectRemoved:Delete"]}],
        topic=[{"Topic": TOPIC, "Event": ["s3:ObjectCreated:Put"]}],
    )
    for name in ("ObjectCreated:Put", "ObjectCreated:Copy", "ObjectRemoved:Delete"):
        world.told.tell(BucketChange(name, asked, "k"))
    source = "arn:aws:s3:::data"
    assert world.events == [(source, "ObjectCreated:Put"), (source, "ObjectCreated:Copy")]
    (lies,) = sqs_backends[ACCOUNT][REGION].queues["told"]._messages
    assert json.loads(lies.body)["Records"][0]["eventName"] == "ObjectRemoved:Delete"
    ((_, text, subject, *_),) = sns_backends[ACCOUNT][REGION].topics[TOPIC].sent_notifications
    assert subject == "Amazon S3 Notification"
    assert json.loads(text)["Records"][0]["eventName"] == "ObjectCreated:Put"


def test_a_destination_that_is_gone_keeps_nobody_else_from_hearing(world: World) -> None:
    asked = bucket(
        cloud_function=[
            {"CloudFunction": arn, "Event": ["s3:ObjectCreated:*"]}
            for arn in (f"{FUNCTION}x", FUNCTION)
        ]
    )
    world.told.tell(BucketChange("ObjectCreated:Put", asked, "k"))
    assert len(world.events) == 1


def configuration(kind: str, name: str, arn: str, *events: str, **rules: str) -> dict[str, Any]:
    listed = [{"Name": rule, "Value": value} for rule, value in rules.items()]
    return {kind: [{name: arn, "Event": list(events), "Filter": {"S3Key": {"FilterRule": listed}}}]}


@pytest.mark.parametrize(
    "asked",
    [
        configuration("QueueConfiguration", "Queue", f"{QUEUE}x", "s3:ObjectCreated:*"),
        configuration("TopicConfiguration", "Topic", f"{TOPIC}x", "s3:ObjectCreated:*"),
        configuration(
            "CloudFunctionConfiguration", "CloudFunction", f"{FUNCTION}x", "s3:ObjectCreated:*"
        ),
    ],
)
def test_a_destination_has_to_be_there(world: World, asked: dict[str, Any]) -> None:
    with pytest.raises(InvalidArgument, match="Unable to validate the following destination"):
        check(bucket(), asked, world.check)


def test_two_that_overlap_are_refused(world: World) -> None:
    put = ("QueueConfiguration", "Queue", QUEUE, "s3:ObjectCreated:*")
    one = configuration(*put, prefix="in/", suffix=".csv")["QueueConfiguration"]
    two = configuration(*put, prefix="in/a", suffix=".csv")["QueueConfiguration"]
    three = configuration(*put, prefix="out/", suffix=".csv")["QueueConfiguration"]
    check(bucket(), {"QueueConfiguration": one + three}, world.check)
    with pytest.raises(InvalidArgument, match="overlapping suffixes"):
        check(bucket(), {"QueueConfiguration": one + two}, world.check)


_NAMES = ("s3:ObjectCreated:*", "s3:ObjectCreated:Put", "s3:ObjectRemoved:Delete")
_PARTS = st.text("ab", max_size=3)
_WANTED = st.builds(
    Wanted, st.just(QUEUE), st.lists(st.sampled_from(_NAMES), min_size=1).map(tuple), _PARTS, _PARTS
)


def both_match(one: Wanted, two: Wanted, name: str, key: str) -> bool:
    def matches(wanted: Wanted) -> bool:
        rules = [{"Name": "prefix", "Value": wanted.prefix}]
        rules.append({"Name": "suffix", "Value": wanted.suffix})
        filters = {"S3Key": {"FilterRule": rules}}
        found: bool = Notification(QUEUE, list(wanted.events), filters).matches(name, key)
        return found

    return matches(one) and matches(two)


@given(_WANTED, _WANTED, st.sampled_from(_NAMES[1:]), st.text("ab", max_size=8))
def test_no_event_is_for_two_that_do_not_overlap(
    one: Wanted, two: Wanted, name: str, key: str
) -> None:
    if both_match(one, two, name, key):
        assert one.overlaps(two)
