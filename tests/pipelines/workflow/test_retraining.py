"""The workflow that pipelines share, as the definition that Step Functions is given."""

import json
from dataclasses import replace
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.json import JSONSnapshotExtension

from localaws.stepfunctions.language.check import check
from localaws.stepfunctions.tasks import services, table
from pipelines import catalog
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.policy import Approval, Capture, Experiment, Scaling
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import with_also
from pipelines.variant import VARIANTS as VARIANTS_BY_NAME
from pipelines.workflow.state_machine import definition
from tools.graph import problems

VARIANTS = ["ner-tuned", "ner-transformed", "ner-full"]
ALL = [*catalog.names(), "ner-scratch", *VARIANTS, "tree", "split"]


def _tasks(machine: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {name: state for name, state in machine["States"].items() if state["Type"] == "Task"}


@pytest.mark.parametrize("name", ALL)
def test_the_definition_is_sound_as_a_graph(definitions: Any, name: str) -> None:
    assert problems(definitions[name]) == []


@pytest.mark.parametrize("name", ALL)
def test_cfn_lint_finds_nothing_in_the_states_language(definitions: Any, name: str) -> None:
    assert lint_findings(definitions[name]) == []


def test_cfn_lint_does_read_the_definition(definitions: Any) -> None:
    broken = json.loads(json.dumps(definitions["tree"]))
    del broken["States"]["Train"]["Resource"]
    assert lint_findings(broken) != []


def lint_findings(states: dict[str, Any]) -> list[str]:
    machine = {
        "Type": "AWS::StepFunctions::StateMachine",
        "Properties": {
            "RoleArn": "arn:aws:iam::123456789012:role/a-role",
            "DefinitionString": json.dumps(states),
        },
    }
    template = {"AWSTemplateFormatVersion": "2010-09-09", "Resources": {"Machine": machine}}
    found = lint(json.dumps(template), config=ManualArgs(regions=["us-east-1"]))
    return [f"{match.rule.id} {match.message}" for match in found]


@pytest.mark.parametrize("name", ALL)
def test_the_definition_is_as_it_was_reviewed(
    definitions: Any, snapshot: SnapshotAssertion, name: str
) -> None:
    assert definitions[name] == snapshot(extension_class=JSONSnapshotExtension)


@pytest.mark.parametrize("name", ALL)
def test_every_task_has_a_time_limit_above_its_jobs_own(definitions: Any, name: str) -> None:
    for task in _tasks(definitions[name]).values():
        stopping = task.get("Parameters", {}).get("StoppingCondition", {"MaxRuntimeInSeconds": 0})
        assert task["TimeoutSeconds"] > stopping["MaxRuntimeInSeconds"]


@pytest.mark.parametrize("name", ALL)
def test_the_machine_outlasts_all_that_it_waits_for(definitions: Any, name: str) -> None:
    whole = definitions[name]
    limits = [task["TimeoutSeconds"] for task in _tasks(whole).values()]
    assert whole["TimeoutSeconds"] > sum(limits)


@pytest.mark.parametrize("name", ALL)
def test_every_task_has_a_retry_that_ends_and_spares_failed_jobs(
    definitions: Any, name: str
) -> None:
    for task in _tasks(definitions[name]).values():
        assert task["Retry"]
        for retrier in task["Retry"]:
            assert retrier["MaxAttempts"] <= 5
            assert not {"States.ALL", "States.TaskFailed"} & set(retrier["ErrorEquals"])


@pytest.mark.parametrize("name", ALL)
def test_every_call_is_caught_and_no_job(definitions: Any, name: str) -> None:
    """What a job ends in is the execution's own error: a redrive runs it again, and could no Fail state. Who asks
    the champion is none of those: without what it said, the execution goes on."""
    for task_name, task in _tasks(definitions[name]).items():
        if task_name in ("Encode for champion", "Transform champion"):
            assert task["Catch"][-1]["Next"] == "Champion not asked"
        elif task["Resource"].endswith(".sync"):
            assert "Catch" not in task
        else:
            catcher = task["Catch"][-1]
            assert catcher["ErrorEquals"] == ["States.ALL"]
            failed = with_also("failure", "$states.errorOutput")
            assert "$.failure" in catcher.values() or expression(failed) in catcher.values()


@pytest.mark.parametrize("name", ALL)
def test_every_failure_has_a_name_and_a_sentence(definitions: Any, name: str) -> None:
    for state in definitions[name]["States"].values():
        if state["Type"] == "Fail":
            assert state["Error"].isalpha()
            assert state["Cause"].startswith("{% ")


@pytest.mark.parametrize("name", ALL)
def test_expressions_keep_to_what_step_functions_evaluates(definitions: Any, name: str) -> None:
    """A language of its own has to accept the whole: JSONata without `$eval`, `$` and `$$` never bare."""
    machine, problems = check(
        json.dumps(definitions[name]), "STANDARD", table.refusal, services.input_shape
    )
    assert [str(problem) for problem in problems] == []
    assert machine is not None
    for code in _expressions(definitions[name]):
        assert "??" not in code
        assert "?:" not in code.replace("(?:", "")


@pytest.mark.parametrize("others", [{}, {"experiment": Experiment(0.1)}])
@pytest.mark.parametrize("name", [*catalog.names(), *VARIANTS])
def test_a_definition_with_everything_in_it_is_one_that_step_functions_takes(
    pipelines: dict[str, Pipeline], inputs: DeploymentInputs, name: str, others: dict[str, Any]
) -> None:
    """A name must be no other state's, also not of one within a Map: parts that are good alone may share one."""
    pipeline, _, variant = name.partition("-")
    whole = definition(
        pipelines[pipeline],
        replace(
            inputs,
            table="a-table",
            topic_arn="arn:aws:sns:us-east-1:123456789012:a-topic",
            package_group="a-group",
            approval=Approval(),
            endpoint=Fleet("ml.m5.large", 1),
            scaling=Scaling(2),
            capture=Capture(),
            keep=3,
            asking_function="arn:aws:lambda:us-east-1:123456789012:function:ask",
            job_log_days=7,
            variant=VARIANTS_BY_NAME[variant or "served"],
            **others,
        ),
    )
    _, wrong = check(json.dumps(whole), "STANDARD", table.refusal, services.input_shape)
    assert [str(problem) for problem in wrong] == []
    assert problems(whole) == []


def _expressions(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [code for inner in value.values() for code in _expressions(inner)]
    if isinstance(value, list):
        return [code for inner in value for code in _expressions(inner)]
    return [value] if isinstance(value, str) and value.startswith("{%") else []


def test_a_pipeline_that_does_not_process_trains_on_the_data_itself(definitions: Any) -> None:
    states = definitions["tree"]["States"]
    assert "Preprocess" not in states
    (channel,) = states["Train"]["Parameters"]["InputDataConfig"]
    assert channel["DataSource"]["S3DataSource"]["S3Uri.$"] == "$.config.data"
    assert channel["ContentType"] == "text/csv"


def test_a_checkpoint_in_s3_reaches_both_jobs(definitions: Any) -> None:
    states = definitions["ner"]["States"]
    inputs = {item["InputName"] for item in states["Preprocess"]["Parameters"]["ProcessingInputs"]}
    channels = {item["ChannelName"] for item in states["Train"]["Parameters"]["InputDataConfig"]}
    assert inputs == {"code", "data", "pretrained"}
    assert channels == {"train", "validation", "tokenizer", "pretrained"}


def test_without_a_checkpoint_in_s3_none_is_looked_for(definitions: Any) -> None:
    states = definitions["ner-scratch"]["States"]
    assert "Find checkpoint" not in states
    assert "pretrained" not in json.dumps(states["Train"])


@pytest.mark.parametrize("name", ALL)
def test_whatever_is_created_is_tagged(
    definitions: Any, check: Any, evaluate: Any, name: str
) -> None:
    known = check({}, name)
    created = [
        task for label, task in _tasks(definitions[name]).items() if ":create" in task["Resource"]
    ]
    assert len(created) >= 4
    for task in created:
        # A model says besides where the data lie that it was trained on.
        tags = task.get("Parameters", task.get("Arguments"))["Tags"]
        found = evaluate(tags, known) if isinstance(tags, str) else tags
        keys = {tag["Key"] for tag in found} - {"stepline:processed"}
        assert keys == {
            "stepline:pipeline",
            "stepline:stage",
            "stepline:execution",
            "stepline:run",
            "cost-center",
        }


def test_an_update_carries_no_tags(definitions: Any) -> None:
    assert "Tags" not in definitions["ner"]["States"]["Update endpoint"]["Arguments"]


def test_a_deployment_without_the_processing_code_is_refused(
    split: Pipeline, inputs: DeploymentInputs
) -> None:
    with pytest.raises(ValueError, match="brings no code"):
        definition(split, replace(inputs, code_uri=None))


def test_the_partition_is_the_deployments_and_not_the_builders(
    tree: Pipeline, inputs: DeploymentInputs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_REGION", "us-gov-west-1")
    for region, partition in {"cn-north-1": "aws-cn", "eu-west-1": "aws"}.items():
        built = definition(tree, replace(inputs, region=region))
        for task in _tasks(built).values():
            assert task["Resource"].startswith(f"arn:{partition}:states:::")


def test_strings_that_the_cdk_fills_in_later_are_left_alone(tree: Pipeline) -> None:
    token = "${Token[TOKEN.%d]}"
    built = definition(
        tree,
        DeploymentInputs(
            region=token % 1,
            bucket=token % 2,
            image_uri=token % 3,
            execution_role_arn=token % 4,
            stage="dev",
            endpoint_name="stepline-tree-dev",
        ),
    )
    written = json.dumps(built)
    assert all(token % number in written for number in (2, 3, 4))
