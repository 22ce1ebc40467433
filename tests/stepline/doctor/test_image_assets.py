"""An image that the registry has is not built again."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from stepline.doctor.case import Case
from stepline.doctor.image_assets import to_build
from tests.stepline.clients import refusal, target

from .conftest import ACCOUNT, IMAGE, WHO, assembly


def case(**more: Any) -> Case:
    def describe(repositoryName: str, imageIds: list[dict[str, str]]) -> dict[str, Any]:  # noqa: N803
        assert repositoryName == f"assets-{ACCOUNT}"
        if imageIds[0]["imageTag"] != "pushed":
            raise refusal("ImageNotFoundException")
        return {}

    ecr = SimpleNamespace(describe_images=describe)
    return Case("ner", "dev", target=target(ecr=ecr), **more)


def test_what_is_pushed_is_left_out() -> None:
    pushed = type(IMAGE)("linux/amd64", (), IMAGE.repository, "pushed")
    assert to_build(case(identity=WHO, assembly=assembly(IMAGE, pushed))) == (IMAGE,)


def test_where_nobody_can_be_asked_all_are_built() -> None:
    assert to_build(case(assembly=assembly(IMAGE))) == (IMAGE,)
