"""Which stacks the CDK app has, made from the configuration; a wrong one ends here, with one sentence,
as does a mistake in the pipeline's module.

The configuration is `stepline.toml` (see `stages`) under the CDK's context (see `settings`). With
`-c stepline:pipeline=bank` the app is bank's stack and nothing else. Without it every pipeline has its stack in
every stage, for the CDK CLI to choose by name (`cdk list`, `cdk deploy stepline-bank-prod`); and a command that
names none means

    deploy, diff, synth …    the default pipeline's in the first stage
    deploy --all             all of them
    destroy, rollback …      nothing: the CLI refuses, and lists the stacks that can be named

because a slip of the hand should not take down a pipeline that nobody named.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from aws_cdk import App, Stage

from infrastructure import cli
from infrastructure.settings import Settings, SettingsError, key, read
from infrastructure.stages import FILE, Stages, load
from pipelines import catalog
from pipelines.mistakes import BrokenPipeline

ROOT = Path(__file__).resolve().parent.parent
OTHERS = "others"
"""The CDK Stage of the stacks that a command has to name: one that names none does not see inside."""

DEFAULT_PIPELINE = str(Settings.model_fields["pipeline"].default)

# What the CLI hands over as the stacks whose assets it wants: for a command that builds nothing, none.
_BUILDS = "aws:cdk:bundling-stacks"


def main() -> None:
    app = App()
    try:
        add_stacks(app, os.environ)
    except (SettingsError, catalog.NoSuchPipeline, BrokenPipeline) as error:
        sys.exit(f"stepline: {error}")
    name_by_stack(Path(app.synth().directory))


def add_stacks(app: App, environment: Mapping[str, str], root: Path = ROOT) -> None:
    """The stacks that the app's context asks for, of the code in `root`.

    Raises SettingsError, NoSuchPipeline or BrokenPipeline where the chosen pipeline's cannot be made, or one that
    the command asks for; others that cannot are left out.
    """
    context = app.node.get_all_context()
    stages = load(root)
    configured = _configured(stages, context, environment)
    first = str(context.get(key("stage"), stages.names[0]))
    chosen = configured(first, str(context.get(key("pipeline"), DEFAULT_PIPELINE)))
    pipeline = catalog.load(chosen.pipeline)
    others = [] if key("pipeline") in context else _others(stages, context, chosen)
    all_settings = [configured(stage, name) for stage, name in others]
    # The SDKs that the stack imports take seconds: a wrong setting is told before.
    from infrastructure.stack import PipelineStack

    PipelineStack(app, chosen, pipeline, root)
    apart = context.get(_BUILDS, ["**"]) and not cli.means_all()
    scope = Stage(app, OTHERS) if apart and others else app
    for settings in all_settings:
        try:
            PipelineStack(scope, settings, catalog.load(settings.pipeline), root)
        except (SettingsError, BrokenPipeline) as error:
            if cli.asks_for(settings.stack_name):
                raise SettingsError(f"{settings.stack_name} cannot be made. {error}") from error
            scope.node.try_remove_child(settings.stack_name)


def _others(stages: Stages, context: Mapping[str, Any], chosen: Settings) -> list[tuple[str, str]]:
    """Each stage, or the one that the context names, with each pipeline; the chosen one is not among them."""
    names = (chosen.stage,) if key("stage") in context else stages.names
    every = ((stage, name) for stage in names for name in catalog.names())
    return [each for each in every if each != (chosen.stage, chosen.pipeline)]


def _configured(
    stages: Stages, context: Mapping[str, Any], environment: Mapping[str, str]
) -> Callable[[str, str], Settings]:
    """The settings of a pipeline in a stage; what the context says stands above the file."""
    for stage, name in stages.by_pipeline:
        if name not in catalog.names():
            raise SettingsError(
                f"{FILE}, [stage.{stage}.pipeline.{name}]: there is no pipeline {name}. There are "
                f"{', '.join(catalog.names())}."
            )

    def of(stage: str, pipeline: str) -> Settings:
        said = stages.of(stage, pipeline)
        asked = {**said.values, **context, key("stage"): stage, key("pipeline"): pipeline}
        of_file = {**said.places, key("stage"): f"{FILE}, [stage.{stage}]: the stage"}
        places = {name: where for name, where in of_file.items() if name not in context}
        return read(asked, environment, places)

    return of


def name_by_stack(assembly: Path) -> None:
    """In the CDK CLI, let a stack inside OTHERS go by the stack's name rather than by `others/<its name>`.

    The cloud assembly's schema has `displayName` for that: by it the CLI lists stacks and selects them.
    """
    for manifest in assembly.glob(f"assembly-{OTHERS}/manifest.json"):
        content = json.loads(manifest.read_text(encoding="utf-8"))
        for artifact_name, artifact in content["artifacts"].items():
            if artifact["type"] == "aws:cloudformation:stack":
                artifact["displayName"] = artifact["properties"].get("stackName", artifact_name)
        manifest.write_text(json.dumps(content, indent=2), encoding="utf-8")
