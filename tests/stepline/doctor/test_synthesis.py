"""What the synthesis failed of is one sentence, whoever said it."""

from __future__ import annotations

from pathlib import Path

import pytest

from stepline.doctor import synthesis
from stepline.doctor.asking import Answer
from stepline.doctor.case import Case
from stepline.doctor.finding import State

from .conftest import WHO, assembly

SETTINGS = "stepline: stepline:stage cannot be 'X' (it is 1 to 12 lower-case letters).\npython3 app.py: Subprocess exited with error 1\n"
TRACEBACK = "Traceback (most recent call last):\n  File \"ner.py\"\nNameError: name 'Pipelin' is not defined\npython3 app.py: Subprocess exited with error 1\n"


@pytest.mark.parametrize(
    ("err", "said"),
    [
        (SETTINGS, "stepline:stage cannot be 'X' (it is 1 to 12 lower-case letters)."),
        (TRACEBACK, "NameError: name 'Pipelin' is not defined"),
        ("\ncontext key foo is odd\n", "context key foo is odd"),
        ("", "it ended with status 1"),
    ],
)
def test_the_sentence_is_found_in_what_was_printed(err: str, said: str) -> None:
    assert synthesis.why(Answer(1, "", err)) == said


def test_a_stack_for_where_the_shell_is_is_fine() -> None:
    (found,) = synthesis.elsewhere(assembly(account=WHO.account), WHO)
    assert found.state is State.OK
    (found,) = synthesis.elsewhere(assembly(account="999999999999"), None)
    assert found.state is State.OK


def test_a_stack_for_another_account_or_region_is_a_problem() -> None:
    (account,) = synthesis.elsewhere(assembly(account="999999999999"), WHO)
    assert account.state is State.PROBLEM
    (region,) = synthesis.elsewhere(assembly(region="eu-west-1"), WHO)
    assert (region.state, region.mend) == (State.PROBLEM, "export AWS_REGION=eu-west-1")


def test_a_folder_that_is_no_project_is_said_to_be_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (found,) = synthesis.check(Case("ner", "dev"))
    assert (found.state, found.found) == (State.PROBLEM, f"there is no cdk.json in {tmp_path}")


def test_credentials_that_do_not_work_are_not_tried_again_by_the_cdk_cli() -> None:
    shell = {"AWS_PROFILE": "mine", "AWS_REGION": "eu-west-1", "PATH": "/bin"}
    case = Case("ner", "dev", environment=shell)
    without = synthesis.environment(case)
    assert "AWS_PROFILE" not in without
    assert (without["AWS_REGION"], without["AWS_CONFIG_FILE"]) == ("eu-west-1", "/dev/null")
    case.identity = WHO
    assert synthesis.environment(case)["AWS_PROFILE"] == "mine"
