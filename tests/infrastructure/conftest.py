"""Stacks as `app.py` makes them, but of a folder whose content a test knows."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App

from infrastructure.settings import read
from infrastructure.stack import PipelineStack
from pipelines import catalog
from pipelines.definition import Pipeline

CONTEXT: dict[str, Any] = json.loads((Path(__file__).parents[2] / "cdk.json").read_text())[
    "context"
]
Made = Callable[..., tuple[App, PipelineStack]]


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Stands for the repository: one image, and folders of processing code."""
    root = tmp_path_factory.mktemp("sources")
    for folder, file, text in (
        ("training/ner", "Dockerfile", "FROM python:3.11-slim\n"),
        ("processing/ner", "__main__.py", "print('processing')\n"),
        ("processing/bank", "__main__.py", "print('customers')\n"),
        ("processing/clicks", "__main__.py", "print('impressions')\n"),
        ("processing/script", "__main__.py", "print('rentals')\n"),
        ("training/script", "train.py", "print('rentals')\n"),
    ):
        (root / folder).mkdir(parents=True)
        (root / folder / file).write_text(text)
    return root


@pytest.fixture(scope="session")
def make(sources: Path) -> Made:
    """Makes an app with the stack of a pipeline: `make({"stage": "prod"}, pipeline=…, root=…)`."""

    def make(
        settings: Mapping[str, Any] | None = None,
        *,
        pipeline: Pipeline | None = None,
        root: Path = sources,
    ) -> tuple[App, PipelineStack]:
        context = CONTEXT | {f"stepline:{key}": value for key, value in (settings or {}).items()}
        app = App(context=context, builtin_cloud_formation_validation=False)
        chosen = read(context, {"AWS_REGION": "us-east-1"})
        return app, PipelineStack(app, chosen, pipeline or catalog.load(chosen.pipeline), root)

    return make


@pytest.fixture(scope="session")
def synthesised(make: Made) -> Callable[..., dict[str, Any]]:
    """Makes the template of such a stack."""

    def template(*args: Any, **kwargs: Any) -> dict[str, Any]:
        app, stack = make(*args, **kwargs)
        found: dict[str, Any] = app.synth().get_stack_by_name(stack.stack_name).template
        return found

    return template


@pytest.fixture(scope="session")
def template(synthesised: Callable[..., dict[str, Any]]) -> dict[str, Any]:
    """The template of the default configuration. Read-only."""
    return synthesised()
