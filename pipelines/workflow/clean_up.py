"""Deletes the models and endpoint configurations that others have taken the position of, but for the last few.

Only this pipeline's, by the prefix of their names, and never one that an endpoint of the account uses, whoever made
it; nor a model of a configuration that stays. The listings come in pages. What fails here fails nothing: the release
is through, and the next one tidies up. An endpoint whose configuration somebody has deleted beneath it does not say
which models it uses: then no model goes. Model packages stay, and so does what lies in S3. `$.cleaned` says how many
went, or why none did.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.fragment import Fragment, in_a_row
from pipelines.sdk.jsonata import expression, literal, mapping
from pipelines.sdk.states import Call, Catch, Choice, Fail, Map, Pass, Retry, with_also
from pipelines.workflow import retries
from pipelines.workflow.sagemaker_errors import MISSING

_CLEAN = "$states.input.clean"
_MOST_LISTED = 1000  # of each kind: what goes from state to state has its limit
_MOST_DELETED = 100  # of each kind, an execution
_NO_MODELS = (
    "No model was deleted: the configuration of an endpoint in this account does not exist any more, "
    "so that nobody can tell which models it uses."
)
_UNKNOWN = "?"  # no model is called so
_EMPTY = ("configurations", "models", "endpoints", "used_configurations", "used_models")


class CleanUp(Fragment):
    """Keeps the last `inputs.keep` of each kind."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        keep, prefix = inputs.keep or 1, f"{pipeline.prefix(inputs.stage)}-"
        left = Pass(
            "Leave the rest for the next time",
            _ended('{"problem": $string($states.input.failure.Cause)}'),
            comment="The release is through all the same.",
        )
        deleted = (
            f'$exists({_CLEAN}.deleted) ? {_CLEAN}.deleted : {{"configurations": 0, "models": 0}}'
        )
        why = f'"{_UNKNOWN}" in {_CLEAN}.used_models ? {{"problem": {literal(_NO_MODELS)}}} : {{}}'
        done = Pass(
            "Tidied up",
            _ended(f"$merge([({deleted}), ({why})])"),
            comment="How many went.",
        )
        begin = Pass(
            "Begin to tidy up",
            with_also("clean", mapping(dict.fromkeys(_EMPTY, "[]"))),
            comment="Models and endpoint configurations that others have taken the position of.",
        )
        anything = Choice("Is there anything to delete?", "Beyond the last, which are last.")
        over = (f"$count({_CLEAN}.{which}) > {keep}" for which in ("configurations", "models"))
        anything.go_on_when(" or ".join(over))
        anything.otherwise(done)
        begin.next(
            in_a_row(
                _list("configurations", "EndpointConfig", prefix, left),
                _list("models", "Model", prefix, left),
                anything,
                _list("endpoints", "Endpoint", "", left),
                _look_at_endpoints(left),
                _look_at_configurations(keep, left),
                _delete("configurations", "EndpointConfig", keep, left),
                _delete("models", "Model", keep, left),
                done,
            )
        )
        super().__init__(begin, [done, left])


def _list(which: str, noun: str, prefix: str, left: Pass) -> Fragment:
    """The names that begin with the prefix, the newest first, page after page."""
    first = _page(f"List {which}", {}, which, noun, prefix)
    token = {"NextToken": expression(f"{_CLEAN}.token")}
    following = _page(f"List more {which}", token, which, noun, prefix)
    more = Choice(f"Are there more {which}?", "The next page, where there is one.")
    there_is = f"$exists({_CLEAN}.token)"
    more.when(f"{there_is} and $count({_CLEAN}.{which}) < {_MOST_LISTED}", following)
    if which == "endpoints":  # what is not seen may be in use
        too_many = {"Cause": literal("There are too many endpoints to look at all of them.")}
        more.when(there_is, left, with_also("failure", mapping(too_many)))
    more.when("true", None, _noted())
    more.otherwise(left)
    for page in (first, following):
        page.add_retry(retries.of_a_poll("SageMaker"))
        page.add_catch(Catch(["States.ALL"], left))
        page.next(more)
    return Fragment(first, [more])


def _page(name: str, more: dict[str, Any], which: str, noun: str, prefix: str) -> Call:
    asked = {"SortBy": "CreationTime", "SortOrder": "Descending", "MaxResults": 100}
    begins = f"$substring($one, 0, {len(prefix)}) = {literal(prefix)}"
    names = f"$filter($states.result.{noun}s.{noun}Name, function($one) {{ {begins} }})"
    return Call(
        name,
        "sagemaker",
        f"list{noun}s",
        {**asked, **({"NameContains": prefix.rstrip("-")} if prefix else {}), **more},
        comment="A page of them, the newest first.",
        output=_noted(
            f'{{"{which}": [$append({_CLEAN}.{which}, {names})]}}',
            '$exists($states.result.NextToken) ? {"token": $states.result.NextToken} : {}',
        ),
    )


def _look_at_endpoints(left: Pass) -> Map:
    look = _describe(
        "Endpoint",
        "[$states.result.EndpointConfigName, "
        "$states.result.PendingDeploymentSummary.EndpointConfigName]",
        retries.of_a_poll("SageMaker"),
    )
    return _each(
        "Look at all endpoints",
        f"{_CLEAN}.endpoints",
        look,
        "used_configurations",
        "Which configurations do they use, or are they about to use?",
        left,
    )


def _look_at_configurations(keep: int, left: Pass) -> Map:
    last = f"$filter({_CLEAN}.configurations, function($one, $i) {{ $i < {keep} }})"
    items = f"$distinct($append({_CLEAN}.used_configurations, {last}))"
    look = _describe(
        "EndpointConfig",
        "[$states.result.ProductionVariants.ModelName, "
        "$states.result.ShadowProductionVariants.ModelName]",
        # The general exception is throttling, and also what says that there is none: not for long.
        [*retries.of_a_look("SageMaker"), Retry(["SageMaker.SageMakerException"], 2, 2)],
    )
    unknown = Pass(
        "Its models are not known",
        f'["{_UNKNOWN}"]',
        "Somebody has deleted it beneath an endpoint.",
    )
    gone = Choice("Is it not there?", "Or could nobody tell?")
    gone.when(MISSING, unknown)
    gone.otherwise(
        Fail("Nobody can tell", "ConfigurationUnknown", "$string($states.input.failure.Cause)")
    )
    look.add_catch(Catch(["States.ALL"], gone, '{"failure": $states.errorOutput}'))
    return _each(
        "Look at configurations that stay",
        items,
        look,
        "used_models",
        "Which models do they name?",
        left,
    )


def _describe(noun: str, output: str, again: list[Retry]) -> Call:
    look = Call(
        f"Look at {noun} in use",
        "sagemaker",
        f"describe{noun}",
        {f"{noun}Name": expression("$states.input")},
        comment="What it uses.",
        output=output,
    )
    look.add_retry(again)
    return look


def _each(name: str, items: str, look: Call, which: str, comment: str, left: Pass) -> Map:
    """Look at each; what they use is noted as `which`."""
    found = "$distinct($reduce($states.result, $append, []))"
    every = Map(
        name,
        f"[{items}]",
        upstream.Chain([look]),
        comment=comment,
        output=_noted(f'{{"{which}": [{found}]}}'),
    )
    every.add_catch(Catch(["States.ALL"], left))
    return every


def _delete(which: str, noun: str, keep: int, left: Pass) -> Map:
    """All but the last that none uses; what cannot be deleted stays for the next time."""
    used = f"{_CLEAN}.used_{which}"
    unused = (
        f"$filter({_CLEAN}.{which}, function($one, $i) {{ $i >= {keep} and $not($one in {used}) }})"
    )
    if which == "models":
        unused = f'("{_UNKNOWN}" in {used} ? [] : {unused})'
    some = f"$filter({unused}, function($one, $i) {{ $i < {_MOST_DELETED} }})"
    delete = Call(
        f"Delete {noun}",
        "sagemaker",
        f"delete{noun}",
        {f"{noun}Name": expression("$states.input")},
        comment="Another has taken its position.",
        output="1",
    )
    delete.add_retry(retries.of_a_poll("SageMaker"))
    delete.add_catch(Catch(["States.ALL"], Pass(f"{noun} stays", "0", "Until the next time.")))
    every = Map(
        f"Delete superseded {which}",
        f"[{some}]",
        upstream.Chain([delete]),
        comment="The last ones stay, and those that an endpoint uses.",
        output=_noted(
            f'{{"deleted": $merge([{_CLEAN}.deleted, {{"{which}": $sum($states.result)}}])}}'
        ),
    )
    every.add_catch(Catch(["States.ALL"], left))
    return every


def _noted(*changes: str) -> str:
    """What is known, with these changes of what is known for tidying up."""
    before = f'$sift({_CLEAN}, function($value, $key) {{ $key != "token" }})'
    return with_also("clean", f"$merge([{', '.join([before, *changes])}])")


def _ended(cleaned: str) -> str:
    """What is known, without what only this part wanted to know."""
    others = '$sift($states.input, function($value, $key) { $key != "clean" })'
    return f'$merge([{others}, {{"cleaned": {cleaned}}}])'
