"""Code that was written for AWS, started with ``stepline exec``."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import boto3
import pytest

from localaws.server.embedded import EmbeddedAWS
from stepline.environment import STARTUP
from stepline.target import CHOSEN

from .conftest import STEPLINE, shell, stepline

AWS_STS = "https://sts.us-east-1.amazonaws.com"


def environment(aws: EmbeddedAWS, **variables: str) -> dict[str, str]:
    ended = stepline("env", "--json", home=aws.home, **variables)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, str] = json.loads(ended.stdout)
    return found


def python(code: str, **variables: str) -> str:
    """What a program prints that finds ``startup`` on its path, where nothing answers."""
    started = subprocess.run(
        [sys.executable, "-c", code],
        env=shell(Path("unused"), AWS_DEFAULT_REGION="us-east-1") | variables,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert started.returncode == 0, started.stderr
    return started.stdout.strip()


def client_of(aws: EmbeddedAWS, credentials: dict[str, str], service: str) -> Any:
    return boto3.client(
        service,  # type: ignore[call-overload]
        endpoint_url=aws.endpoint,
        region_name=aws.region,
        aws_access_key_id=credentials["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=credentials["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=credentials["AWS_SESSION_TOKEN"],
    )


def test_the_caller_is_an_execution_role_that_sagemaker_may_assume(aws: EmbeddedAWS) -> None:
    found = environment(aws)
    caller = client_of(aws, found, "sts").get_caller_identity()["Arn"]
    assert ":assumed-role/AmazonSageMaker-ExecutionRole/" in caller
    role = aws.client("iam").get_role(RoleName="AmazonSageMaker-ExecutionRole")["Role"]
    [statement] = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"]["Service"] == "sagemaker.amazonaws.com"


def test_a_second_time_finds_the_same_role(aws: EmbeddedAWS) -> None:
    environment(aws)
    environment(aws)
    roles = aws.client("iam").list_roles()["Roles"]
    assert [r["RoleName"] for r in roles].count("AmazonSageMaker-ExecutionRole") == 1


def test_a_shell_evaluates_what_is_printed(aws: EmbeddedAWS, tmp_path: Path) -> None:
    awkward = str(tmp_path / "it's $HOME")
    show = f'eval "$({STEPLINE} env)" && {sys.executable} -c "import os; print(os.environ[\'PYTHONPATH\'])"'
    ended = subprocess.run(
        ["sh", "-c", show],
        env=shell(aws.home, PYTHONPATH=awkward),
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.stdout.strip() == f"{STARTUP}:{awkward}", ended.stderr


def test_what_the_user_has_set_stays_in_force(aws: EmbeddedAWS) -> None:
    found = environment(
        aws, PYTHONPATH=f"mine:{STARTUP}", SAGEMAKER_ADMIN_CONFIG_OVERRIDE="mine.yaml"
    )
    assert found["PYTHONPATH"] == f"{STARTUP}:mine"
    assert found["SAGEMAKER_ADMIN_CONFIG_OVERRIDE"] == "mine.yaml"


def test_up_and_env_agree_on_where_the_embedded_aws_is(aws: EmbeddedAWS) -> None:
    printed = stepline("up", home=aws.home).stdout
    assert f"export AWS_ENDPOINT_URL={environment(aws)['AWS_ENDPOINT_URL']}\n" in printed


@pytest.mark.parametrize("command", [["env"], ["exec", "--", "true"]])
def test_without_an_embedded_aws_one_is_asked_for(command: list[str], tmp_path: Path) -> None:
    ended = stepline(*command, home=tmp_path)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "No embedded AWS runs here. Start it with `stepline up`" in ended.stderr


@pytest.mark.parametrize("variable", CHOSEN)
def test_a_shell_that_means_aws_is_told_so(aws: EmbeddedAWS, variable: str) -> None:
    ended = stepline("exec", "--", "true", home=aws.home, **{variable: "https://aws.example"})
    assert ended.returncode == 1
    assert f"{variable} is set" in ended.stderr
    assert f"unset {variable}" in ended.stderr


def test_a_command_gets_its_arguments_and_its_status_is_handed_on(aws: EmbeddedAWS) -> None:
    code = "import sys; print(sys.argv[1:]); sys.exit(7)"
    ended = stepline("exec", "--", sys.executable, "-c", code, "--help", "-x", "", home=aws.home)
    assert (ended.returncode, ended.stdout) == (7, "['--help', '-x', '']\n")


def test_a_signal_reaches_the_command(aws: EmbeddedAWS) -> None:
    code = (
        "import signal, sys, time\n"
        "signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\n"
        "print('ready', flush=True)\n"
        "time.sleep(60)"
    )
    command = [str(STEPLINE), "exec", "--", sys.executable, "-c", code]
    with subprocess.Popen(
        command, env=shell(aws.home), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 9


def test_a_command_in_a_pipe_ends_when_nobody_reads_any_more(aws: EmbeddedAWS) -> None:
    pipe = f"{STEPLINE} exec -- sh -c 'yes; echo status $? >&2' | head -1"
    ended = subprocess.run(
        ["sh", "-c", pipe], env=shell(aws.home), capture_output=True, text=True, timeout=60
    )
    assert (ended.stdout, ended.stderr) == ("y\n", f"status {128 + signal.SIGPIPE}\n")


def test_a_command_that_is_not_there_is_named(aws: EmbeddedAWS, tmp_path: Path) -> None:
    ended = stepline("exec", "unheard-of", home=aws.home)
    assert ended.returncode == 1
    assert "There is no command unheard-of." in ended.stderr
    ended = stepline("exec", str(tmp_path), home=aws.home)
    assert ended.returncode == 1
    assert f"{tmp_path} cannot be executed: Permission denied." in ended.stderr


def test_a_client_with_the_host_of_aws_in_its_code_talks_to_the_embedded_aws(
    aws: EmbeddedAWS,
) -> None:
    code = f"import boto3; print(boto3.client('sts', endpoint_url='{AWS_STS}').get_caller_identity()['Arn'])"
    ended = stepline("exec", "--", sys.executable, "-c", code, home=aws.home)
    assert ":assumed-role/" in ended.stdout, ended.stderr


@pytest.mark.parametrize(
    ("named", "reached"),
    [
        (AWS_STS, "http://localhost:9"),
        ("https://sts.cn-north-1.amazonaws.com.cn", "http://localhost:9"),
        ("https://sts.example.com", "https://sts.example.com"),
        ("https://amazonaws.com.example.com", "https://amazonaws.com.example.com"),
    ],
)
def test_only_hosts_of_aws_are_replaced(named: str, reached: str) -> None:
    code = f"import boto3; print(boto3.client('sts', endpoint_url='{named}').meta.endpoint_url)"
    here = {"PYTHONPATH": str(STARTUP), "AWS_ENDPOINT_URL": "http://localhost:9"}
    assert python(code, **here) == reached


def test_a_program_that_leaves_the_embedded_aws_reaches_aws() -> None:
    code = f"import boto3; print(boto3.client('sts', endpoint_url='{AWS_STS}').meta.endpoint_url)"
    assert python(code, PYTHONPATH=str(STARTUP)) == AWS_STS


def test_a_program_without_boto3_loads_nothing_more() -> None:
    code = "import json, sys; print(json.dumps(sorted(sys.modules)))"
    without, with_it = (json.loads(python(code, PYTHONPATH=p)) for p in ("", str(STARTUP)))
    assert set(with_it) - set(without) == {"sitecustomize"}


def test_a_sitecustomize_that_is_hidden_runs_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text("TAKEN = True\n")
    code = "import sitecustomize; print(sitecustomize.TAKEN, sitecustomize.__file__)"
    path = f"{STARTUP}:{tmp_path}"
    assert python(code, PYTHONPATH=path) == f"True {tmp_path / 'sitecustomize.py'}"
