"""A stage and its role, as a user writes them."""

from __future__ import annotations

import pytest

from stepline.continuous.stage_role import StageRole, read
from stepline.errors import UserError

ROLE = "arn:aws:iam::111122223333:role/ci/deploy"


def test_the_stages_keep_their_order() -> None:
    assert read([f"dev={ROLE}", f"prod={ROLE}2"], ["eu-west-1", "prod=eu-central-1"]) == (
        StageRole("dev", ROLE, "eu-west-1"),
        StageRole("prod", f"{ROLE}2", "eu-central-1"),
    )


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ([], "needs a role for each stage: --role STAGE=ARN"),
        ([ROLE], "begins with no stage's name"),
        ([f"Dev={ROLE}"], "begins with no stage's name"),
        (["dev=deploy"], "'deploy' is no ARN of a role"),
        ([f"dev={ROLE}\n  evil: yes"], "is no ARN of a role"),
        ([f"dev={ROLE}", f"dev={ROLE}"], "Stage dev has two roles"),
    ],
)
def test_what_is_not_written_so_is_told_how(texts: list[str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        read(texts, ["eu-west-1"])


@pytest.mark.parametrize(
    ("regions", "said"),
    [
        (["prod=eu-central-1"], "Stage dev has no region: give --region dev=REGION too"),
        (["eu-west-1", "qa=eu-west-1"], "Stage qa has a region and no role"),
        (["Frankfurt"], "a region such as eu-central-1, .* got 'Frankfurt'"),
        (["eu-west-1", "dev="], "got 'dev='"),
        (["Dev=eu-west-1"], "got 'Dev=eu-west-1'"),
    ],
)
def test_each_stage_has_a_region(regions: list[str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        read([f"dev={ROLE}"], regions)
