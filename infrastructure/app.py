"""Which stacks the CDK app has, made from the configuration; a wrong one ends here, with one sentence,
as does a mistake in the pipeline's module.

The configuration is the CDK's context (see cdk.json and `settings`). With `-c stepline:pipeline=bank` the app
is bank's stack and nothing else. Without it every pipeline has its stack, for the CDK CLI to choose by name
(`cdk list`, `cdk deploy stepline-bank-dev`); and a command that names none means

    deploy, diff, synth …    the default pipeline's
    destroy, rollback …      nothing: the CLI refuses, and lists the stacks that can be named

because a slip of the hand should not take down a pipeline that nobody named.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from aws_cdk import App, Stage

from infrastructure.settings import SettingsError, key, read
from pipelines import catalog
from pipelines.mistakes import BrokenPipeline

ROOT = Path(__file__).resolve().parent.parent
OTHERS = "others"
"""The CDK Stage of the stacks that a command has to name: one that names none does not see inside."""

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

    Raises SettingsError, NoSuchPipeline or BrokenPipeline where the chosen pipeline's cannot be made.
    """
    context = app.node.get_all_context()
    chosen = read(context, environment)
    pipeline = catalog.load(chosen.pipeline)
    # The SDKs that the stack imports take seconds: a wrong setting is told before.
    from infrastructure.stack import PipelineStack

    PipelineStack(app, chosen, pipeline, root)
    if key("pipeline") in context:
        return
    scope = Stage(app, OTHERS) if context.get(_BUILDS, ["**"]) else app
    for name in catalog.names():
        if name != chosen.pipeline:
            settings = read({**context, key("pipeline"): name}, environment)
            try:
                PipelineStack(scope, settings, catalog.load(name), root)
            except (SettingsError, BrokenPipeline):  # whoever names this one learns why
                scope.node.try_remove_child(settings.stack_name)


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
