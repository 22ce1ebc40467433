"""The retraining chain that all pipelines share.

check the input → look for the data → preprocess → train → evaluate → create the model → create the
endpoint configuration → create or update the endpoint → wait until it serves. Every task has a time limit, a
narrow retry, and a catch that ends in a Fail state with a sentence.
"""

from typing import Any

from pipelines import check_input, failures, jsonata, lookups, processing_jobs, serve, work
from pipelines.definition import Pipeline
from pipelines.place import Place
from pipelines.run import TO_START_AND_STOP
from pipelines.steps import sdk
from pipelines.steps.machine import Machine
from pipelines.steps.states import Compute, Decide, Refuse


def definition(pipeline: Pipeline, place: Place) -> dict[str, Any]:
    """The state machine of a pipeline in a place, in Amazon States Language.

    Calls nothing and needs no credentials. Raises ValueError where the place lacks what the pipeline
    needs.
    """
    result: dict[str, Any] = graph(pipeline, place).to_dict()
    return result


def graph(pipeline: Pipeline, place: Place) -> Machine:
    """The same as a Graph of the Data Science SDK, which its `Workflow(…).create()` takes as it is."""
    finish = _finish(pipeline)
    configuration = work.create_endpoint_configuration(pipeline, place)
    configuration.next(serve.bring_into_service(pipeline, place, then=finish))
    model = work.create_model(pipeline, place)
    model.next(configuration)
    train = work.train(pipeline, place)
    trained = model
    if pipeline.processing and pipeline.evaluation:
        trained = processing_jobs.evaluate(
            pipeline, pipeline.processing, pipeline.evaluation, place
        )
        trained.next(model)
    train.next(trained)
    first: Any = train
    if pipeline.processing:
        first = processing_jobs.preprocess(pipeline, pipeline.processing, place)
        first.next(train)
    if pipeline.checkpoint and place.checkpoint_prefix:
        first = lookups.look("checkpoint", "checkpoint", then=first)
    first = lookups.look("data", "data", then=first)
    return Machine(
        _entry(pipeline, place, then=first),
        place.region,
        comment=pipeline.description,
        timeout_seconds=_limit_seconds(pipeline),
    )


def _entry(pipeline: Pipeline, place: Place, then: Any) -> Any:
    check = Compute(
        "Check input",
        check_input.code(pipeline, place),
        comment="Fill in the defaults, name the run, and refuse what is wrong with the input.",
    )
    refuse = Refuse("Refuse input", "InvalidInput", failures.of_input())
    right = Decide("Is the input right?", "Before anything is started or paid for.")
    right.when("$states.input.accepted", then).otherwise(refuse)
    check.next(right)
    return check


def _finish(pipeline: Pipeline) -> Any:
    """What the execution yields: where the model lies, what serves it, and how good it is."""
    metrics = "$states.input.training.FinalMetricDataList"
    output = {
        "endpoint": "$states.input.config.endpoint.name",
        "endpoint_configuration": "$states.input.names.run",
        "model": "$states.input.names.run",
        "model_artifact": "$states.input.training.ModelArtifacts.S3ModelArtifacts",
        "training_job": "$states.input.training.TrainingJobName",
        "metrics": f"$count({metrics}) > 0 ? $merge({metrics}.{{MetricName: Value}}) : {{}}",
        "run": "$states.input.where.run",
    }
    if pipeline.evaluation:
        output["evaluation"] = f'$states.input.where.run & "/{processing_jobs.EVALUATION}/"'
    # A Succeed state could compute this itself, but cfn-lint admits no QueryLanguage there.
    summary = Compute("Sum up", jsonata.mapping(output), comment="The execution's output.")
    summary.next(sdk.Succeed("In service", comment="The endpoint serves the new model."))
    return summary


def _limit_seconds(pipeline: Pipeline) -> int:
    """When an execution is given up: the jobs' and the endpoint's limits, and a day for full quotas."""
    jobs = [pipeline.training.max_runtime_seconds]
    if pipeline.processing:
        times = 2 if pipeline.evaluation else 1
        jobs += times * [pipeline.processing.max_runtime_seconds]
    day = 24 * 3600
    return sum(job + TO_START_AND_STOP for job in jobs) + pipeline.serving.max_wait_seconds + day
