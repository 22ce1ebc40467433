"""Programs of this user notice nothing of the gate; another user's get in by no way but the token."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest
from botocore.exceptions import ClientError

from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig
from localaws.server.embedded import EmbeddedAWS

JAVASCRIPT = Path(__file__).parents[2] / "javascript"
OTHER_USER = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
ROLE = "arn:aws:iam::123456789012:role/any"
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "sagemaker.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
SIGV4 = (
    "--aws-sigv4",
    "aws:amz:us-east-1:sagemaker",
    "-H",
    "X-Amz-Target: SageMaker.ListTrainingJobs",
)

needs_a_second_user = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("setpriv"), reason="only root can be another user"
)


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedAWS]:
    """An embedded AWS that wants the token of everybody."""
    home = tmp_path_factory.mktemp("closed")
    (home / "tree").mkdir()
    image = ImageConfig(entrypoint=("sh", "-c"))
    ImageStore(home).put(image, home / "tree", tags=["example/jobs:1"])
    with EmbeddedAWS(home=home, options=("--token",)) as running:
        yield running


def curl(*arguments: str, before: tuple[str, ...] = ()) -> tuple[int, str]:
    """The status and the body that curl got."""
    command = [*before, "curl", "--silent", "--max-time", "30", "--write-out", "\n%{http_code}"]
    ran = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
    body, _, status = ran.stdout.rpartition("\n")
    return int(status), body


def test_curl_with_a_signature_is_served(aws: EmbeddedAWS) -> None:
    for address in ("localhost", "127.0.0.1", "[::1]"):
        url = f"http://{address}:{aws.port}/"
        status, body = curl(*SIGV4, "--user", "test:test", "--data", "{}", url)
        assert (status, json.loads(body)) == (200, {"TrainingJobSummaries": []})


@pytest.mark.skipif(
    not (JAVASCRIPT / "node_modules").exists(), reason="the SDK is installed by `make test`"
)
def test_the_sdk_for_javascript_is_served_with_buckets_in_the_hosts_name(aws: EmbeddedAWS) -> None:
    ran = subprocess.run(
        ["node", "client.mjs"],
        cwd=JAVASCRIPT,
        env=os.environ | aws.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    said = json.loads(ran.stdout)
    content = [["a/b c+é"], "content"]
    assert said["seen"] == {"from-javascript": content, "from.javascript": content}
    assert "from-javascript.localhost" in said["hosts"]
    assert said["jobs"] == []
    listed = aws.client("s3").list_objects_v2(Bucket="from-javascript")["Contents"]
    assert [each["Key"] for each in listed] == ["a/b c+é"]


@needs_a_second_user
def test_another_user_is_refused_whatever_he_signs_with(aws: EmbeddedAWS) -> None:
    signed = (*SIGV4, "--user", "test:test", "--data", "{}")
    for url in (f"http://localhost:{aws.port}/", f"http://[::1]:{aws.port}/_localaws/health"):
        status, body = curl(*signed, url, before=OTHER_USER)
        assert status == 403
        assert "--token" in body


@needs_a_second_user
def test_another_user_can_read_nothing_that_lies_in_the_home_folder(aws: EmbeddedAWS) -> None:
    for name in (".", "server.json", "server.log", "token"):
        ran = subprocess.run([*OTHER_USER, "cat", str(aws.home / name)], capture_output=True)
        assert ran.returncode != 0
    assert aws.home.stat().st_mode & 0o777 == 0o700
    for file in ("server.json", "server.log", "server.lock", "token"):
        assert (aws.home / file).stat().st_mode & 0o777 == 0o600


def test_every_answer_says_that_it_is_no_page_of_ours(aws: EmbeddedAWS) -> None:
    aws.client("s3").create_bucket(Bucket="headers")
    found = aws.client("s3").list_objects_v2(Bucket="headers")["ResponseMetadata"]["HTTPHeaders"]
    assert found["content-security-policy"] == "sandbox"
    assert found["x-content-type-options"] == "nosniff"
    assert not [name for name in found if name.startswith("access-control-")]


@pytest.mark.parametrize(
    "scope", ["", "s3/us-east-1", "moto_api/us-east-1", "motoapi/amazonaws.com", "iam/us-east-1"]
)
@pytest.mark.parametrize(
    "path",
    ["moto-api/", "moto-api/reset", "/moto-api/reset", "moto-api/data.json", "%6doto-api/seed"],
)
def test_motos_own_pages_are_closed_to_everybody(aws: EmbeddedAWS, scope: str, path: str) -> None:
    service, _, region = scope.partition("/")
    credential = f"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request"
    headers = ["-H", f"Authorization: {credential}, Signature=0"] if scope else []
    aws.client("s3").create_bucket(Bucket="survivor")
    assert curl("-X", "POST", *headers, f"{aws.endpoint}/{path}")[0] >= 400
    assert curl(*headers, f"{aws.endpoint}/{path}")[0] >= 400
    aws.client("s3").head_bucket(Bucket="survivor")


def test_with_the_token_everything_works(closed: EmbeddedAWS) -> None:
    assert closed.environment["AWS_ACCESS_KEY_ID"].startswith("LAWS")
    s3, sagemaker = closed.client("s3"), closed.client("sagemaker")
    s3.create_bucket(Bucket="kept")
    s3.put_object(Bucket="kept", Key="k", Body=b"content")
    with urllib.request.urlopen(
        s3.generate_presigned_url("get_object", Params={"Bucket": "kept", "Key": "k"})
    ) as answer:
        assert answer.read() == b"content"
    closed.client("iam").create_role(RoleName="any", AssumeRolePolicyDocument=json.dumps(TRUST))
    sagemaker.create_training_job(
        TrainingJobName="asks",
        AlgorithmSpecification={
            "TrainingImage": "example/jobs:1",
            "TrainingInputMode": "File",
            "ContainerEntrypoint": ["sh", "-c"],
            "ContainerArguments": [
                f'test "$AWS_ACCESS_KEY_ID" = {s3._request_signer._credentials.access_key}'
            ],
        },
        RoleArn=ROLE,
        OutputDataConfig={"S3OutputPath": "s3://kept/out"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        StoppingCondition={"MaxRuntimeInSeconds": 60},
    )
    sagemaker.get_waiter("training_job_completed_or_stopped").wait(
        TrainingJobName="asks", WaiterConfig={"Delay": 1}
    )


def test_without_the_token_nothing_does(closed: EmbeddedAWS) -> None:
    with pytest.raises(ClientError, match="Sign with the AWS_ACCESS_KEY_ID"):
        boto3.client(
            "sagemaker",
            endpoint_url=closed.endpoint,
            region_name="us-east-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
        ).list_training_jobs()
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{closed.endpoint}/_localaws/unsupported")
    with urllib.request.urlopen(f"{closed.endpoint}/_localaws/health") as health:
        assert json.loads(health.read())["home"] == str(closed.home)


def test_credentials_that_it_issues_are_as_good_as_the_token(closed: EmbeddedAWS) -> None:
    issued = closed.client("sts").assume_role(RoleArn=ROLE, RoleSessionName="session")[
        "Credentials"
    ]
    client = boto3.client(
        "s3",
        endpoint_url=closed.endpoint,
        region_name="us-east-1",
        aws_access_key_id=issued["AccessKeyId"],
        aws_secret_access_key=issued["SecretAccessKey"],
        aws_session_token=issued["SessionToken"],
    )
    assert client.list_buckets()["ResponseMetadata"]["HTTPStatusCode"] == 200


@needs_a_second_user
def test_the_token_lets_another_user_in(closed: EmbeddedAWS) -> None:
    signed = (*SIGV4, "--data", "{}", closed.endpoint)
    token = closed.environment["AWS_ACCESS_KEY_ID"]
    assert curl("--user", f"{token}:test", *signed, before=OTHER_USER)[0] == 200
    assert curl("--user", "test:test", *signed, before=OTHER_USER)[0] == 403
