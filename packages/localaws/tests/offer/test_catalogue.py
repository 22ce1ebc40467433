"""The list against botocore's models, moto and our own services: complete, true to AWS's words, usable."""

from __future__ import annotations

import html
import importlib
import json
import re
from functools import cache
from pathlib import Path

import botocore.session
import pytest
from botocore import xform_name
from botocore.model import ServiceModel

from localaws import offer, registry, search
from localaws.alarms.service import Alarms
from localaws.alarms.watch import Watch
from localaws.clock import Clock
from localaws.hosting.hosting import Hostings
from localaws.images.aws_made import Catalogue
from localaws.jobs.jobs import Jobs
from localaws.metrics.dashboards import Dashboards
from localaws.metrics.service import Metrics
from localaws.offer.catalogue import Service, offered
from localaws.offer.parameters import RULES
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMakers

ACCOUNT = "123456789012"
SESSION = botocore.session.get_session()
CALLED = json.loads((Path(__file__).parent / "called.json").read_text())
NAMED = re.compile(r"\b([a-z][a-z0-9-]+):([A-Z][A-Za-z0-9]+)")
SERVICES = list(offered().services.values())
OURS = {  # operations that moto's service lacks, added to it
    "events": {"UpdateEventBus"},
    "iam": {"SimulateCustomPolicy", "SimulatePrincipalPolicy"},
}
every_service = pytest.mark.parametrize("service", SERVICES, ids=lambda service: service.name)


@cache
def model(service: str) -> ServiceModel:
    return SESSION.get_service_model(service)


def words(text: str) -> str:
    """A text of AWS's documentation without its markup."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", text)).split())


def test_every_operation_of_every_service_is_offered_or_refused_by_name() -> None:
    unknown = set(offered().services) - set(SESSION.get_available_services())
    assert not unknown
    for name in SESSION.get_available_services():
        if name not in offered().services:
            # One sentence for all: whatever the operations of such a service are called.
            assert offer.refusal(name, "AnyOperation") is not None
            continue
        for operation in model(name).operation_names:
            sentence = offer.refusal(name, operation)
            if not offered().services[name].offers(operation):
                assert sentence is not None
                assert sentence.startswith(f"{name}:{operation} is not supported by this embedded")
                assert sentence.endswith(".")
            else:
                assert sentence is None


@every_service
def test_what_is_listed_is_an_operation(service: Service) -> None:
    there = set(model(service.name).operation_names)
    listed = {*service.does, *service.records, *service.notes, *service.refused}
    listed |= {made.operation for made in service.types.values()}
    assert listed <= there, listed - there
    assert not service.does & set(service.records), "an operation is either work or a record"
    assert all(service.offers(operation) for operation in service.notes)
    assert all(service.offers(made.operation) for made in service.types.values())
    assert not any(service.offers(operation) for operation in service.refused)


@every_service
def test_a_record_has_the_sentence_of_aws_that_makes_it_one(service: Service) -> None:
    for operation, sentence in service.records.items():
        documentation = words(model(service.name).operation_model(operation).documentation)
        assert sentence in documentation, (operation, documentation[:300])


def test_no_refusal_names_another_way_that_is_refused() -> None:
    texts = [*offered().elsewhere.values()]
    texts += [text for service in SERVICES for text in service.refused.values()]
    named = [match for text in texts for match in NAMED.findall(text)]
    assert ("logs", "FilterLogEvents") in named
    assert [pair for pair in named if offer.refusal(*pair) is not None] == []


def test_only_offered_operations_have_rules_for_parameters() -> None:
    assert [pair for pair in RULES if offer.refusal(*pair) is not None] == []


@pytest.mark.parametrize("called", CALLED)
def test_what_stacks_sdks_and_pipelines_call_is_offered(called: str) -> None:
    service, operation = called.split(":")
    assert offer.refusal(service, operation) is None


@pytest.mark.parametrize(
    "service",
    [
        "dynamodb",
        "ecr",
        "events",
        "iam",
        "kms",
        "logs",
        "scheduler",
        "secretsmanager",
        "sns",
        "sqs",
        "ssm",
        "sts",
    ],
)
def test_moto_has_a_method_for_what_is_offered_through_it(service: str) -> None:
    module = importlib.import_module(f"moto.{service}.responses")
    kinds = [kind for kind in vars(module).values() if isinstance(kind, type)]
    methods = {name for kind in kinds for name in dir(kind)}
    found = offered().services[service]
    theirs = {*found.does, *found.records} - OURS.get(service, set())
    missing = {o for o in theirs if xform_name(o) not in methods}
    assert not missing


def test_the_list_of_sagemaker_is_what_our_services_register(tmp_path: Path) -> None:
    hostings = Hostings(tmp_path)
    context = ServerContext(ACCOUNT, tmp_path, None, "http://localhost:1", Catalogue.read(ACCOUNT))  # type: ignore[arg-type]
    parts = [Jobs(tmp_path, 1).part, hostings.part, registry.register, search.register]
    done = SageMakers(context, parts).for_region("us-east-1").operations
    found = offered().services["sagemaker"]
    assert sorted([*found.does, *found.records]) == done


def test_the_list_of_cloudwatch_is_what_its_parts_do() -> None:
    clock = Clock()
    alarms = Alarms(clock, Watch(clock, lambda *_: []), lambda *_: None)
    parts = (alarms, Metrics(clock), Dashboards(clock))
    done = {operation for part in parts for operation in part.operations}
    found = offered().services["cloudwatch"]
    assert {*found.does, *found.records} == done
