"""A suggested command means what it was suggested for."""

from __future__ import annotations

import shlex

from stepline.advice import command


def test_the_usual_stage_need_not_be_named_and_another_has_to() -> None:
    assert command("start", "ner", "dev", "--watch") == "stepline start ner --watch"
    assert command("start", "ner", "prod") == "stepline start ner --stage prod"


def test_it_can_be_pasted_into_a_shell() -> None:
    name = "it's one"
    assert shlex.split(command("watch", "ner", "dev", "--execution", name))[-1] == name
