"""Records that executions on an embedded AWS really write: of jobs that ran, that are gone, and of none."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest

from localaws.images.ecr import manifest
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.server.embedded import EmbeddedAWS
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.prices import prices
from pipelines.sdk import upstream
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.machine import Machine
from pipelines.workflow.input_versions import FEW, InputVersions
from pipelines.workflow.listing import KEYS_A_PAGE
from pipelines.workflow.record import Record
from pipelines.workflow.tuning_bill import TuningBill
from tests.pipelines.workflow.walking import walk

BUCKET, TABLE, RUN = "records", "records", "stepline-bank-dev-first-0123456789"
REPOSITORY = "records"
PREFIX = f"s3://{BUCKET}/runs/{RUN}"
STEPS = {
    "preprocess": {"name": "Preprocess", "job": "gone-0", "reused_from": "arn:x:zeroth"},
    "train": {"name": "Train", "job": "train-0", "reused_from": None, "parts": {"image": "i"}},
}
GIVEN = {
    "names": {"run": RUN},
    "where": {"run": PREFIX},
    "config": {"endpoint": {"name": "stepline-bank-dev"}, "started_by": "a test"},
    "outcome": {"name": "In service", "sentence": "It serves."},
    "decision": {"metric": "auc", "candidate": 0.9, "champion": None, "sentence": "Good enough."},
    "steps": STEPS,
}


@dataclass(frozen=True)
class Account:
    """An embedded AWS with a bucket, a table, a role, an image in its registry and a job that trained."""

    aws: EmbeddedAWS
    inputs: DeploymentInputs

    def execute(self, fragment: Any, given: dict[str, Any]) -> tuple[dict[str, Any], str]:
        """The output of a state machine of the fragment alone, and the execution's ARN."""
        states = self.aws.client("stepfunctions")
        row = in_a_row(fragment, upstream.Succeed("Done"))
        machine = Machine(row, "us-east-1", comment="A part.", timeout_seconds=60).to_dict()
        made = states.create_state_machine(
            name=f"part-{uuid.uuid4()}",
            definition=json.dumps(machine),
            roleArn=self.inputs.execution_role_arn,
        )
        arn = states.start_execution(
            stateMachineArn=made["stateMachineArn"], input=json.dumps(given)
        )["executionArn"]
        while (ended := states.describe_execution(executionArn=arn))["status"] == "RUNNING":
            time.sleep(0.02)
        assert ended["status"] == "SUCCEEDED", ended
        return json.loads(ended["output"]), arn

    def record(self, **given: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        """The record that is written, and the item that lists it."""
        fragment = Record(catalog.load("bank"), self.inputs)
        output, arn = self.execute(fragment, {**GIVEN, **given})
        assert output["record"] == {"uri": f"{PREFIX}/record.json", "problem": None}
        items = self.aws.client("dynamodb").query(
            TableName=TABLE,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": "run"}},
        )["Items"]
        [item] = [one for one in items if one["execution"]["S"] == arn]
        return self.read(f"runs/{RUN}/record.json"), item

    def read(self, key: str) -> dict[str, Any]:
        body = self.aws.client("s3").get_object(Bucket=BUCKET, Key=key)["Body"].read()
        found: dict[str, Any] = json.loads(body)
        return found


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Account]:
    home = tmp_path_factory.mktemp("home")
    with EmbeddedAWS(home) as aws:
        uri = f"{aws.account}.dkr.ecr.us-east-1.amazonaws.com/{REPOSITORY}:tag"
        tree = tmp_path_factory.mktemp("tree")
        program = tree / "opt/program/train"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\nsleep 1\necho f1=0.9\n")
        program.chmod(0o755)
        config = ImageConfig(environment={"PATH": "/opt/program:/usr/local/bin:/usr/bin:/bin"})
        _push(aws, ImageStore(home).put(config, tree, tags=[uri]))
        services = ["states.amazonaws.com", "sagemaker.amazonaws.com"]
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": services}}
        role = aws.client("iam").create_role(
            RoleName="all", AssumeRolePolicyDocument=_policy(trust)
        )["Role"]["Arn"]
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        aws.client("iam").put_role_policy(
            RoleName="all", PolicyName="all", PolicyDocument=_policy(everything)
        )
        keys = {"pk": "HASH", "sk": "RANGE"}
        aws.client("dynamodb").create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": k, "KeyType": kind} for k, kind in keys.items()],
            AttributeDefinitions=[{"AttributeName": k, "AttributeType": "S"} for k in keys],
        )
        s3 = aws.client("s3")
        s3.create_bucket(Bucket=BUCKET)
        s3.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
        _train(aws, uri, role)
        yield Account(
            aws,
            DeploymentInputs(
                region="us-east-1",
                bucket=BUCKET,
                image_uri=uri,
                execution_role_arn=role,
                stage="dev",
                endpoint_name="stepline-bank-dev",
                table=TABLE,
            ),
        )


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _push(aws: EmbeddedAWS, image: ProcessImage) -> None:
    ecr = aws.client("ecr")
    ecr.create_repository(repositoryName=REPOSITORY)
    ecr.put_image(repositoryName=REPOSITORY, imageTag="tag", imageManifest=manifest(image))


def _train(aws: EmbeddedAWS, image: str, role: str) -> None:
    sagemaker = aws.client("sagemaker")
    sagemaker.create_training_job(
        TrainingJobName="train-0",
        RoleArn=role,
        AlgorithmSpecification={
            "TrainingImage": image,
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["sh", "-c", "echo f1=0.9"],
            "MetricDefinitions": [{"Name": "f1", "Regex": "f1=([0-9.]+)"}],
        },
        HyperParameters={"depth": "5"},
        OutputDataConfig={"S3OutputPath": f"s3://{BUCKET}/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )
    while (
        sagemaker.describe_training_job(TrainingJobName="train-0")["TrainingJobStatus"]
        == "InProgress"
    ):
        time.sleep(0.05)
    ended = sagemaker.describe_training_job(TrainingJobName="train-0")
    assert ended["TrainingJobStatus"] == "Completed", ended["FailureReason"]


def test_the_record_says_what_ran_what_was_reused_and_what_it_cost(account: Account) -> None:
    record, item = account.record()
    assert record["execution"]["arn"] == item["execution"]["S"]
    assert record["outcome"] == GIVEN["outcome"]
    assert record["endpoint"] == {"name": "stepline-bank-dev", "configuration": RUN}
    assert [step["key"] for step in record["steps"]] == ["preprocess", "train"]
    assert record["steps"][1]["parts"] == {"image": "i"}
    gone, trained = record["jobs"]
    assert gone["reused_from"] == "arn:x:zeroth"
    assert "Requested resource not found" in gone["problem"]
    assert (trained["metrics"], trained["hyperparameters"]) == ({"f1": 0.9}, {"depth": "5"})
    assert "failure_reason" in trained
    assert "failure" not in trained
    # What was reused is paid for already, so that nothing here is unknown.
    assert record["cost"] == {
        "usd": trained["cost"]["usd"],
        "unknown": [],
        "prices_of": record["cost"]["prices_of"],
    }


def test_the_item_is_enough_to_list_the_run(account: Account) -> None:
    record, item = account.record()
    texts = {key: value["S"] for key, value in item.items() if "S" in value}
    assert texts["sk"] == f"{texts['started']}#{texts['execution'].rsplit(':', 1)[-1]}"
    assert texts["record"] == f"{PREFIX}/record.json"
    assert (texts["outcome"], texts["started_by"]) == ("In service", "a test")
    assert json.loads(texts["steps"]) == [
        {"name": "Preprocess", "reused_from": "arn:x:zeroth"},
        {"name": "Train", "reused_from": None},
    ]
    assert json.loads(texts["decision"]) == record["decision"]
    assert float(item["seconds"]["N"]) >= 0


def test_an_image_of_the_accounts_own_registry_has_its_digest(account: Account) -> None:
    record, _ = account.record()
    tag = {"registryId": account.aws.account, "repositoryName": REPOSITORY}
    [image] = account.aws.client("ecr").describe_images(**tag)["imageDetails"]
    assert record["jobs"][1]["image"] == {
        "uri": account.inputs.image_uri,
        "digest": image["imageDigest"],
    }


def test_an_execution_that_was_skipped_has_a_record_without_a_job(account: Account) -> None:
    skipped = {"name": "Skipped", "sentence": "Another runs."}
    fragment = Record(catalog.load("bank"), account.inputs)
    given = {key: value for key, value in GIVEN.items() if key != "steps"}
    output, _ = account.execute(fragment, {**given, "outcome": skipped})
    record = account.read(f"runs/{RUN}/record.json")
    assert output["record"]["problem"] is None
    assert (record["steps"], record["jobs"], record["cost"]["usd"]) == ([], [], 0)
    assert record["endpoint"]["configuration"] is None


@pytest.mark.parametrize(
    ("missing", "uri", "said"),
    [("bucket", None, "could not be written"), ("table", f"{PREFIX}/record.json", "be listed")],
)
def test_a_record_that_cannot_be_written_fails_nothing(
    account: Account, missing: str, uri: str | None, said: str
) -> None:
    inputs = replace(account.inputs, **{missing: "nowhere-at-all"})
    output, _ = account.execute(Record(catalog.load("bank"), inputs), GIVEN)
    assert output["record"]["uri"] == uri
    assert said in output["record"]["problem"]


def tuned(account: Account) -> str:
    """A tuning job of three trainings, when it has ended."""
    sagemaker = account.aws.client("sagemaker")
    name = f"tune-{uuid.uuid4().hex[:8]}"
    bound = {"Name": "depth", "MinValue": "1", "MaxValue": "9"}
    sagemaker.create_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name,
        HyperParameterTuningJobConfig={
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Maximize", "MetricName": "f1"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 3, "MaxParallelTrainingJobs": 3},
            "ParameterRanges": {"IntegerParameterRanges": [bound]},
        },
        TrainingJobDefinition={
            "RoleArn": account.inputs.execution_role_arn,
            "AlgorithmSpecification": {
                "TrainingImage": account.inputs.image_uri,
                "TrainingInputMode": "File",
                "MetricDefinitions": [{"Name": "f1", "Regex": "f1=([0-9.]+)"}],
            },
            "OutputDataConfig": {"S3OutputPath": f"s3://{BUCKET}/models"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        },
    )

    def status() -> str:
        described = sagemaker.describe_hyper_parameter_tuning_job(HyperParameterTuningJobName=name)
        return str(described["HyperParameterTuningJobStatus"])

    while status() == "InProgress":
        time.sleep(0.05)
    return name


def test_a_tuning_job_costs_what_its_trainings_are_billed(account: Account) -> None:
    name = tuned(account)
    bill = TuningBill("$states.input.tuning.job", "us-east-1")
    before = [{"key": "train"}]
    output, _ = account.execute(bill, {"jobs": before, "tuning": {"job": name}})
    train, tune = output["jobs"]
    assert (train, tune["job"], tune["kind"]) == (before[0], name, "tuning")
    sagemaker = account.aws.client("sagemaker")
    listed = sagemaker.list_training_jobs_for_hyper_parameter_tuning_job(
        HyperParameterTuningJobName=name
    )["TrainingJobSummaries"]
    billed = [
        sagemaker.describe_training_job(TrainingJobName=one["TrainingJobName"])[
            "BillableTimeInSeconds"
        ]
        for one in listed
    ]
    assert (tune["training_jobs"], tune["billable_seconds"]) == (3, sum(billed))
    assert sum(billed) >= 3
    hours = sum(billed) / 3600
    known = prices("us-east-1", "training")
    expected = hours * known.hourly["ml.m5.large"] + hours / 730 * (known.volume or 0)
    assert tune["cost"] == {"usd": pytest.approx(expected, abs=1e-5), "why": None}


def test_a_tuning_job_that_is_not_told_of_costs_nothing_that_is_known(account: Account) -> None:
    given = {"jobs": [], "tuning": {"job": "never-was"}}
    output, _ = account.execute(TuningBill("$states.input.tuning.job", "us-east-1"), given)
    [tune] = output["jobs"]
    assert tune["cost"]["usd"] is None
    assert tune["problem"].startswith("Its trainings were not told: SageMaker.")


def test_an_execution_that_tuned_nothing_has_no_tuning_job(account: Account) -> None:
    row = TuningBill(
        "$exists($states.input.tuning.job) ? $states.input.tuning.job : []", "us-east-1"
    )
    output, _ = account.execute(row, {"jobs": [{"key": "train"}]})
    assert output["jobs"] == [{"key": "train"}]


def versions(account: Account, prefix: str, bucket: str = BUCKET) -> dict[str, Any]:
    address = {"bucket": bucket, "prefix": prefix}
    given = {**GIVEN, "where": {"data": address}, "inputs": {"data": {"uri": "u"}}}
    output, _ = account.execute(InputVersions(catalog.load("bank"), account.inputs), given)
    found: dict[str, Any] = output["inputs"]["data"]["versions"]
    assert output["inputs"]["data"]["uri"] == "u"
    assert "versions" not in output
    return found


def test_the_latest_version_of_each_object_is_recorded_without_markers(account: Account) -> None:
    s3 = account.aws.client("s3")
    s3.put_object(Bucket=BUCKET, Key="few/a.csv", Body=b"1")
    latest = s3.put_object(Bucket=BUCKET, Key="few/a.csv", Body=b"22")
    s3.put_object(Bucket=BUCKET, Key="few/_SUCCESS", Body=b"")
    s3.put_object(Bucket=BUCKET, Key="few/gone.csv", Body=b"1")
    s3.delete_object(Bucket=BUCKET, Key="few/gone.csv")
    found = versions(account, "few/")
    assert found["objects"] == [
        {
            "key": "few/a.csv",
            "version": latest["VersionId"],
            "etag": latest["ETag"].strip('"'),
            "bytes": 2,
        }
    ]
    assert (found["listed"], found["complete"], found["problem"]) == (1, True, None)


def test_many_lie_beside_the_run_a_page_each(account: Account) -> None:
    many = KEYS_A_PAGE + 1
    assert many > FEW
    for number in range(many):
        account.aws.client("s3").put_object(Bucket=BUCKET, Key=f"many/{number:04}", Body=b"1")
    found = versions(account, "many/")
    assert found["problem"] is None
    assert (found["objects"], found["listed"], found["complete"]) == (None, many, True)
    folder = found["uri"].removeprefix(f"s3://{BUCKET}/")
    pages = [account.read(f"{folder}{page:05}.json")["objects"] for page in range(2)]
    assert [len(page) for page in pages] == [KEYS_A_PAGE, 1]


@pytest.mark.parametrize(
    ("objects", "then"), [(FEW, "Fingerprint preprocessing"), (FEW + 1, "Keep versions of data")]
)
def test_no_more_than_few_stand_in_the_record_itself(
    definitions: Any, objects: int, then: str
) -> None:
    states = definitions["iris"]["States"]
    one = {"key": "data/a.csv", "version": "1", "etag": "e", "bytes": 1}
    seen = {"pages": 1, "listed": objects, "objects": [one] * objects, "truncated": False}
    given = {"versions": seen, "inputs": {"data": {"digest": "d"}}, "where": {}}
    name, _, _ = walk(states, "Are the versions of data few?", given, {}, [then])
    assert name == then


def test_a_bucket_that_does_not_tell_is_said_to(account: Account) -> None:
    found = versions(account, "data/", bucket="nowhere-at-all")
    assert (found["objects"], found["complete"]) == (None, False)
    assert found["problem"].startswith("S3.NoSuchBucketException: ")
