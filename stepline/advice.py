"""The commands that messages suggest: whole, as they are to be typed or copied."""

from __future__ import annotations

import shlex

USUAL_STAGE = "dev"


def command(verb: str, pipeline: str, stage: str, *options: str) -> str:
    """``stepline VERB PIPELINE OPTIONS`` for the pipeline's stage, quoted for a shell."""
    named = [] if stage == USUAL_STAGE else ["--stage", stage]
    return shlex.join(["stepline", verb, pipeline, *options, *named])
