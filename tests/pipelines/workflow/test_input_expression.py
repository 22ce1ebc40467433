"""The first state: what an execution may be started with, and what is said to a wrong input."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.fleet import Fleet
from pipelines.parameters import Parameter
from pipelines.policy import Release, Scaling
from pipelines.sdk.jsonata import expression
from pipelines.workflow import input_expression

SHARES = ("train_fraction", "validation_fraction", "test_fraction")
KEYS = "data, cache, started_by, champion, hyperparameters, processing, training, endpoint"


def test_an_empty_input_is_filled_with_the_defaults(check: Any) -> None:
    config = check({})["config"]
    assert config["data"] == "s3://a-bucket/data/"
    assert config["training"] == {"instance_type": "ml.m5.large", "instance_count": 1}
    assert config["endpoint"]["name"] == "stepline-ner-dev"
    assert config["hyperparameters"]["epochs"] == "3"


def test_hyperparameters_become_the_strings_that_sagemaker_wants(check: Any) -> None:
    given = {"hyperparameters": {"epochs": 5, "learning_rate": 0.00002, "warmup_ratio": 0}}
    merged = check(given)["config"]["hyperparameters"]
    assert merged["epochs"] == "5"
    assert float(merged["learning_rate"]) == 0.00002
    assert merged["warmup_ratio"] == "0"
    assert all(isinstance(value, str) for value in merged.values())


def test_booleans_and_choices_become_strings_too(check: Any) -> None:
    given = {"hyperparameters": {"balanced": True, "criterion": "entropy"}}
    merged = check(given, "tree")["config"]["hyperparameters"]
    assert merged == {"max_leaf_nodes": "5", "criterion": "entropy", "balanced": "true"}


def test_an_override_leaves_the_rest_as_it_was(check: Any) -> None:
    config = check({"training": {"instance_type": "ml.p3.2xlarge"}})["config"]
    assert config["training"] == {"instance_type": "ml.p3.2xlarge", "instance_count": 1}
    assert config["processing"] == check({})["config"]["processing"]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (
            {"champion": "skip"},
            'champion must be one of "compare" and "ignore", but got the string "skip".',
        ),
        ({"champion": False}, 'champion must be one of "compare" and "ignore", but got false.'),
        ({"trainning": {}}, f'The input has no key "trainning"; its keys are {KEYS}.'),
        (
            {"hyperparameters": {"epoch": 3}},
            'hyperparameters has no key "epoch"; its keys are epochs, batch_size, learning_rate, '
            "warmup_ratio, weight_decay, early_stopping_patience, seed.",
        ),
        (
            {"hyperparameters": {"epochs": "3"}},
            'hyperparameters.epochs must be a whole number from 1 to 200, but got the string "3".',
        ),
        (
            {"hyperparameters": {"epochs": 2.5}},
            "hyperparameters.epochs must be a whole number from 1 to 200, but got 2.5.",
        ),
        (
            {"hyperparameters": {"epochs": None}},
            "hyperparameters.epochs must be a whole number from 1 to 200, but got null.",
        ),
        (
            {"hyperparameters": {"epochs": [3]}},
            "hyperparameters.epochs must be a whole number from 1 to 200, but got an array.",
        ),
        (
            {"hyperparameters": {"batch_size": True}},
            "hyperparameters.batch_size must be a whole number from 1 to 1024, but got true.",
        ),
        (
            {"hyperparameters": {"learning_rate": 0}},
            "hyperparameters.learning_rate must be a number above 0 and at most 0.1, but got 0.",
        ),
        ({"hyperparameters": []}, "hyperparameters must be an object, but got an array."),
        ({"endpoint": "mine"}, 'endpoint must be an object, but got the string "mine".'),
        (
            {"data": "/home/me/data"},
            'data must be an S3 address such as "s3://bucket/folder/", '
            'but got the string "/home/me/data".',
        ),
        (
            {"data": "s3://a-bucket/data\n"},
            'data must be an S3 address such as "s3://bucket/folder/", '
            'but got the string "s3://a-bucket/data\n".',
        ),
        (
            {"training": {"instance_type": "m5.large"}},
            'training.instance_type must be an instance type for training jobs such as "ml.m5.xlarge", '
            'but got the string "m5.large". Near it there are ml.m5.large, ml.m5.xlarge, ml.m5.2xlarge, '
            "ml.m5.4xlarge, ml.m5.12xlarge, ml.m5.24xlarge; docs/reference/instance-types.md has all.",
        ),
        (
            {"training": {"instance_type": "ml.t2.medium"}},
            'training.instance_type must be an instance type for training jobs such as "ml.m5.xlarge", '
            'but got the string "ml.t2.medium". Near it there are ml.t3.medium; '
            "docs/reference/instance-types.md has all.",
        ),
        (
            {"endpoint": {"instance_type": "large"}},
            'endpoint.instance_type must be an instance type for endpoints such as "ml.m5.xlarge", '
            'but got the string "large". docs/reference/instance-types.md has all.',
        ),
        (
            {"processing": {"instance_type": 5}},
            "processing.instance_type must be an instance type for processing jobs such as "
            '"ml.m5.xlarge", but got 5.',
        ),
        (
            {"processing": {"instance_count": 2}},
            "processing.instance_count must be 1, but got 2.",
        ),
        (
            {"endpoint": {"instance_count": 0}},
            "endpoint.instance_count must be a whole number from 1 to 10, but got 0.",
        ),
        (
            {"endpoint": {"name": "My-Endpoint"}},
            "endpoint.name must be 1 to 63 lower-case letters and digits, with hyphens between "
            'them, but got the string "My-Endpoint".',
        ),
        ([], "The input must be an object, but got an array."),
        ("{}", 'The input must be an object, but got the string "{}".'),
        (None, "The input must be an object, but got null."),
    ],
)
def test_a_wrong_input_is_refused_with_a_sentence(check: Any, given: Any, sentence: str) -> None:
    assert check(given) == {"accepted": False, "problems": [sentence]}


def test_a_choice_is_refused_with_what_there_is_to_choose(check: Any) -> None:
    output = check({"hyperparameters": {"criterion": "random"}}, "tree")
    assert output["problems"] == [
        'hyperparameters.criterion must be one of "gini", "entropy", but got the string "random".'
    ]


def test_every_mistake_is_told_at_once(check: Any) -> None:
    given = {"hyperparameters": {"epochs": "3", "foo": 1}, "training": {"instance_count": -1}}
    assert len(check(given)["problems"]) == 3


def test_a_long_string_is_not_repeated_whole(check: Any) -> None:
    for given in ({"data": "x" * 100_000}, {"x" * 100_000: 1}):
        (sentence,) = check(given)["problems"]
        assert len(sentence) < 250


def test_a_pipeline_that_does_not_process_has_no_such_section(check: Any) -> None:
    (sentence,) = check({"processing": {}}, "tree")["problems"]
    assert "its keys are data, cache, started_by, hyperparameters, training, endpoint." in sentence


def test_a_pipeline_without_parameters_has_no_hyperparameters(check: Any) -> None:
    assert "hyperparameters" not in check({}, "split")["config"]
    assert check({"training": {"instance_count": 4}}, "split")["accepted"]


def test_a_parameter_of_the_processing_becomes_two_words_of_its_arguments(check: Any) -> None:
    assert check({}, "split")["arguments"] == [
        *("prepare", "--target", "y"),
        *("--test-fraction", "0.1", "--seed", "7"),
    ]
    set_so = check({"processing": {"test_fraction": 0.25}}, "split")["arguments"]
    assert set_so[-4:] == ["--test-fraction", "0.25", "--seed", "7"]


def test_a_parameter_of_the_processing_keeps_its_bounds(check: Any) -> None:
    (sentence,) = check({"processing": {"test_fraction": 1}}, "split")["problems"]
    assert (
        sentence == "processing.test_fraction must be a number above 0 and at most 0.9, but got 1."
    )


@pytest.mark.parametrize(
    ("given", "total"),
    [
        ({"train_fraction": 0.9}, "1.2"),
        ({"train_fraction": 0.5, "validation_fraction": 0, "test_fraction": 0.4}, "0.9"),
        ({"test_fraction": 0.100002}, "1.000002"),
        ({"train_fraction": 0.6, "test_fraction": 0.2}, None),
        ({"train_fraction": 0.8, "validation_fraction": 0.1}, None),
        (dict.fromkeys(SHARES, 0.333333), None),
    ],
)
def test_shares_make_one_before_a_job_is_paid_for(check: Any, given: Any, total: str) -> None:
    output = check({"processing": given}, "bank")
    assert output["accepted"] is (total is None)
    if total:
        assert output["problems"] == [
            "processing.train_fraction, processing.validation_fraction and processing.test_fraction "
            f"must make 1 together, but make {total}."
        ]


def test_of_a_share_that_is_wrong_by_itself_nothing_else_is_said(check: Any) -> None:
    (sentence,) = check({"processing": {"train_fraction": "half"}}, "bank")["problems"]
    assert "together" not in sentence


def test_the_data_is_looked_for_where_the_input_says(check: Any) -> None:
    assert check({"data": "s3://b-2/a folder/日本語.conll"})["where"]["data"] == {
        "uri": "s3://b-2/a folder/日本語.conll",
        "bucket": "b-2",
        "prefix": "a folder/日本語.conll",
    }
    assert check({"data": "s3://b-2"})["where"]["data"]["prefix"] == ""


def test_everything_a_run_makes_lies_under_one_prefix(check: Any) -> None:
    output = check({})
    assert output["where"]["run"] == f"s3://a-bucket/runs/{output['names']['run']}"


def test_a_checkpoint_in_s3_is_given_to_the_processing_code(check: Any) -> None:
    assert check({})["arguments"][-2:] == ["--pretrained", "/opt/ml/processing/input/pretrained"]
    refused = check({"hyperparameters": {"model_name": "bert-base-cased"}})
    assert 'no key "model_name"' in refused["problems"][0]


def test_a_checkpoint_on_a_hub_is_named_to_the_processing_code(check: Any) -> None:
    assert "--model-name" not in check({}, "ner-scratch")["arguments"]
    named = check({"hyperparameters": {"model_name": "google-bert/bert-base-cased"}}, "ner-scratch")
    assert named["arguments"][-2:] == ["--model-name", "google-bert/bert-base-cased"]
    assert named["config"]["hyperparameters"]["model_name"] == "google-bert/bert-base-cased"


@pytest.mark.parametrize(
    ("name", "accepted"),
    [
        ("stepline-ner-dev", True),
        ("stepline-ner-dev-2", True),
        ("stepline-ner-devil", False),
        ("another", False),
    ],
)
def test_an_endpoint_that_the_stack_may_not_touch_is_refused_before_anything_is_paid_for(
    ner: Any, inputs: Any, evaluate: Any, name: str, accepted: bool
) -> None:
    bound = replace(inputs, endpoint_prefix="stepline-ner-dev")
    code = expression(input_expression.code(ner, bound))
    assert evaluate(code, {"endpoint": {"name": name}})["accepted"] is accepted


def first_state(evaluate: Any, pipeline: Any, inputs: Any, given: Any) -> Any:
    return evaluate(expression(input_expression.code(pipeline, inputs)), given)


@pytest.mark.parametrize(
    ("fleet", "sentence"),
    [
        ({"instance_type": "ml.t2.large"}, "but none of T2 or T3, which SageMaker does not scale"),
        ({"instance_count": 5}, "must be a whole number from 2 to 4, as traffic comes in parts"),
        ({"instance_count": 1}, "must be a whole number from 2 to 4, as traffic comes in parts"),
        ({"instance_count": 4, "instance_type": "ml.m5.large"}, ""),
    ],
)
def test_machines_that_the_release_could_not_use_are_refused_before_anything_is_paid_for(
    evaluate: Any, pipelines: Any, inputs: Any, fleet: dict[str, Any], sentence: str
) -> None:
    deployed = replace(
        inputs,
        endpoint=Fleet("ml.m5.large", 2),
        scaling=Scaling(4, 2),
        release=Release("canary"),
    )
    problems = first_state(evaluate, pipelines["ner"], deployed, {"endpoint": fleet}).get(
        "problems", []
    )
    assert [sentence in problem for problem in problems] == ([True] if sentence else [])
    assert "Near it there are" not in "".join(problems)  # other burstable types would not do either


def test_machines_by_default_that_could_not_scale_are_refused_where_it_is_built(
    pipelines: Any, inputs: Any
) -> None:
    with pytest.raises(ValueError, match=r"endpoint.instance_type must be .* ml.t2.medium"):
        input_expression.code(pipelines["ner"], replace(inputs, scaling=Scaling(4)))


def test_text_that_sagemaker_would_not_take_is_refused_before_anything_is_paid_for(
    evaluate: Any, pipelines: Any, inputs: Any
) -> None:
    tree = pipelines["tree"]
    named = replace(
        tree,
        training=replace(
            tree.training, parameters=(Parameter("note", "string", "", "whatever one likes"),)
        ),
    )
    for length, accepted in ((2500, True), (2501, False)):
        given = {"hyperparameters": {"note": "\n" * length}}
        assert first_state(evaluate, named, inputs, given)["accepted"] is accepted
