"""A stage and its role, as a user writes them."""

from __future__ import annotations

import pytest

from stepline.continuous.stage_role import StageRole, read
from stepline.errors import UserError

ROLE = "arn:aws:iam::111122223333:role/ci/deploy"


def test_the_stages_keep_their_order() -> None:
    assert read([f"dev={ROLE}", f"prod={ROLE}2"]) == (
        StageRole("dev", ROLE),
        StageRole("prod", f"{ROLE}2"),
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
        read(texts)
