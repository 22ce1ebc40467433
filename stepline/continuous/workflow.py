"""The workflow as YAML: check and synthesise, deploy a stage, run it, wait, deploy the next.

There are no keys in it: GitHub's own token (OIDC) is exchanged for a role's credentials, and each stage is an
environment of GitHub, whose rules say who has to agree. Nothing that others write (a branch's name, a commit's
message) comes into a command.
"""

from __future__ import annotations

from collections.abc import Sequence

from stepline.continuous.stage_role import StageRole

_HEAD = """\
# Written by `stepline github {pipeline}`. See docs/how-to/deploy-from-github.md.
name: Deploy {pipeline}

on:
  push:
    branches: [main]
  workflow_dispatch:

permissions:
  contents: read

# One at a time, and none is given up half done.
concurrency:
  group: stepline-{pipeline}
  cancel-in-progress: false

env:
  PIPELINE: {pipeline}

jobs:
"""

_SET_UP = """\
      - uses: actions/checkout@v4
      - uses: actions/setup-python@v5
        with:
          python-version: "3.11"
      - uses: actions/setup-node@v4
        with:
          node-version: "24"
      - run: make environment
      - run: echo "$PWD/.venv/bin:$PWD/node_modules/.bin" >> "$GITHUB_PATH"
"""

_CHECK = """\
  check:
    name: Check and synthesise
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
{set_up}      - run: make check
"""

_SYNTHESISE = """\
      - run: cdk synth --quiet -c "stepline:pipeline=$PIPELINE" -c stepline:stage={stage}
        env:
          AWS_REGION: {region}
"""

_STAGE = """\
  {stage}:
    name: Deploy {stage}{and_run}
    needs: {needs}
    runs-on: ubuntu-latest
    timeout-minutes: {minutes}
    environment: {stage}
    permissions:
      contents: read
      id-token: write
    env:
      STAGE: {stage}
    steps:
{set_up}      - uses: aws-actions/configure-aws-credentials@v4
        with:
          role-to-assume: {role}
          role-session-name: stepline-{pipeline}-{stage}
          role-duration-seconds: {seconds}
          aws-region: {region}
      # Who may deploy here is for the environment's rules to say; nobody is there to ask.
      - run: stepline deploy "$PIPELINE" --stage "$STAGE" --require-approval never
"""

_RUN = """\
      # One that is skipped, as the schedule's runs just now, has tried nothing.
      - run: stepline start "$PIPELINE" --stage "$STAGE" --watch --must-run
"""


def workflow(pipeline: str, stages: Sequence[StageRole], hours: int) -> str:
    """The file's text. Each stage but the last is run before the next is deployed; hours: of each, at most."""
    synthesised = "".join(
        _SYNTHESISE.format(stage=each.stage, region=each.region) for each in stages
    )
    parts = [
        _HEAD.format(pipeline=pipeline),
        _CHECK.format(set_up=_SET_UP) + synthesised,
    ]
    needs = "check"
    for number, each in enumerate(stages, 1):
        is_run = number < len(stages) or len(stages) == 1
        job = _STAGE.format(
            pipeline=pipeline,
            region=each.region,
            stage=each.stage,
            role=each.role,
            needs=needs,
            minutes=hours * 60,
            seconds=hours * 3600,
            set_up=_SET_UP,
            and_run=", run it and wait" if is_run else "",
        )
        parts.append("\n" + job + (_RUN if is_run else ""))
        needs = each.stage
    return "".join(parts)
