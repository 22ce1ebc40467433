"""The picture of a pipeline shows what the definition says, no less and no more."""

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from pipelines import catalog
from tools.drawing.__main__ import drawing, main
from tools.drawing.layout import layout
from tools.drawing.outline import outline
from tools.drawing.svg import svg
from tools.graph import edges, reachable

ALL = [*catalog.names(), "ner-scratch", "ner-full", "tree", "split"]
README_DRAWING = Path(__file__).parents[2] / "docs" / "pipeline.svg"


@pytest.fixture(scope="module")
def outlines(definitions: Any) -> dict[str, Any]:
    return {name: outline(definitions[name]) for name in ALL}


@pytest.mark.parametrize("name", ALL)
def test_every_job_creation_and_outcome_of_the_definition_is_followed(
    definitions: Any, outlines: Any, name: str
) -> None:
    states = definitions[name]["States"]
    followed = outlines[name]["States"]
    for state, body in states.items():
        calls = body.get("Resource", "")
        if calls.endswith((".sync", ".waitForTaskToken")) or ":sagemaker:create" in calls:
            assert state in followed
    ends = {body["Outcome"] for body in followed.values() if "Outcome" in body}
    assert ends == {state for state, body in states.items() if body["Type"] == "Succeed"}


@pytest.mark.parametrize("name", ALL)
def test_every_step_of_the_outline_is_a_way_of_the_definition(
    definitions: Any, outlines: Any, name: str
) -> None:
    states = definitions[name]["States"]
    for start, body in outlines[name]["States"].items():
        for end in edges(body):
            assert end in reachable(states, {start})


@pytest.mark.parametrize("name", ALL)
def test_every_state_is_drawn_once_and_every_failure_beside_whom_it_befalls(
    outlines: Any, name: str
) -> None:
    states = outlines[name]["States"]
    drawn = layout(outlines[name]).nodes
    failing = {state for state, body in states.items() if body["Type"] == "Fail"}
    assert sorted(node.name for node in drawn) == sorted(set(states) - failing)
    for node in drawn:
        assert set(node.failures) == failing & set(edges(states[node.name]))
    assert {failure for node in drawn for failure in node.failures} == failing


@pytest.mark.parametrize("name", ALL)
def test_every_step_that_is_not_a_failure_is_drawn(outlines: Any, name: str) -> None:
    states = outlines[name]["States"]
    steps = {
        (start, end)
        for start, body in states.items()
        for end in edges(body)
        if states[end]["Type"] != "Fail"
    }
    drawn = layout(outlines[name]).edges
    assert {(edge.start.name, edge.end.name) for edge in drawn} == steps


@pytest.mark.parametrize("name", ALL)
def test_no_two_states_stand_in_one_place(outlines: Any, name: str) -> None:
    positions = [(node.column, node.row) for node in layout(outlines[name]).nodes]
    assert len(set(positions)) == len(positions)


def test_the_main_way_leads_from_the_check_of_the_input_over_every_job_to_the_release(
    outlines: Any,
) -> None:
    nodes = layout(outlines["tree"]).nodes
    way = [node.name for node in sorted(nodes, key=lambda n: n.row) if node.column == "main"]
    assert (way[0], way[-1]) == ("Check input", "Released")
    assert way.index("Train") < way.index("Create model") < way.index("Update endpoint")


def test_a_definition_that_cannot_succeed_is_refused() -> None:
    with pytest.raises(ValueError, match="No way leads"):
        layout({"StartAt": "One", "States": {"One": {"Type": "Fail"}}})


@pytest.mark.parametrize("name", ALL)
def test_the_drawing_is_one_svg_file_that_asks_nothing_of_the_network(
    outlines: Any, name: str
) -> None:
    drawn = svg(layout(outlines[name]))
    root = ElementTree.fromstring(drawn)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert drawn.count("http") == 1
    assert "<script" not in drawn


def test_the_readmes_drawing_is_of_todays_pipeline() -> None:
    """Draw it again with: python -m tools.drawing ner docs/pipeline.svg"""
    assert README_DRAWING.read_text(encoding="utf-8") == drawing("ner")


def test_the_drawing_of_all_seven_steps_is_that_of_the_definition() -> None:
    seven = README_DRAWING.with_name("seven-steps.svg")
    assert seven.read_text(encoding="utf-8") == drawing("ner", "full")


def test_a_variant_that_there_is_not_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ner", "ner.svg", "best"]) == 2
    assert "[served|tuned|transformed|full]" in capsys.readouterr().err


def test_the_program_draws_into_a_file(tmp_path: Path) -> None:
    target = tmp_path / "ner.svg"
    assert main(["ner", str(target)]) == 0
    assert target.read_text(encoding="utf-8") == drawing("ner")


def test_the_program_names_the_pipelines_when_asked_for_another(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["nor", str(tmp_path / "x.svg")]) == 1
    assert "there are: " in capsys.readouterr().err
