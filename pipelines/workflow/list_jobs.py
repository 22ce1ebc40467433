"""The jobs of a run, whether they ended well or not: SageMaker is asked for those that have the run's name in theirs.

So the jobs of a redriven execution's earlier attempts are among them too. Of very many the last are listed, and
`$.unlisted` is how many were before them.
"""

from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import literal, mapping
from pipelines.sdk.states import Call
from pipelines.workflow import retries
from pipelines.workflow.job_facts import DESCRIBED
from pipelines.workflow.room import MOST_JOBS

MOST = 100
"""Of a kind that are listed: an execution has few, unless it is redriven again and again."""
_NAMES = {
    "prep": "Preprocess",
    "eval": "Evaluate",
    "cenc": "Encode for champion",
    "chmp": "Transform champion",
}
"""Of the states, by what their jobs' names have behind the run's (`run.job_name`)."""
_OTHERS: dict[Kind, str] = {
    "processing": "Preprocess",
    "training": "Train",
    "transform": "Transform",
}
"""Of those whose names have nothing there."""
_LISTED = "($exists($states.input.listed) ? $states.input.listed : [])"
_UNLISTED = "($exists($states.input.unlisted) ? $states.input.unlisted : 0)"


def listed() -> str:
    """Those that were listed as they were created, as `describe_jobs` wants its items."""
    less = '$sift($one, function($value, $key) { $key != "created" })'
    return f"$map($reverse({_LISTED}), function($one) {{ {less} }})"


def list_jobs(kind: Kind) -> Call:
    """Adds those of a kind to `$.listed`."""
    noun, _ = DESCRIBED[kind]
    part = f'$split($substringAfter($one.{noun}Name, $states.input.names.run & "-"), "-")[0]'
    named = f"$lookup({literal(_NAMES)}, {part})"
    job = mapping(
        {
            "key": literal(kind),
            "name": f"$exists({named}) ? {named} : {literal(_OTHERS[kind])}",
            "kind": literal(kind),
            "job": f"$one.{noun}Name",
            "reused_from": "null",
            "created": "$toMillis($one.CreationTime)",
        }
    )
    found = {
        # By the time of their creation, the last first, so that those go which were long ago.
        "all": f"$append([$map($states.result.{noun}Summaries, function($one) {{ {job} }})], {_LISTED})",
        "sorted": "$sort($all, function($one, $other) { $one.created < $other.created })",
        "kept": f"[$filter($sorted, function($one, $at) {{ $at < {MOST_JOBS} }})]",
    }
    known = mapping({"listed": "$kept", "unlisted": f"{_UNLISTED} + $count($all) - $count($kept)"})
    look = Call(
        f"List {kind} jobs",
        "sagemaker",
        f"list{noun}s",
        {
            "NameContains": jsonata.expression("$states.input.names.run"),
            "MaxResults": MOST,
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
        },
        "Those of the run, whether they ended well or not.",
        output=jsonata.block(found, f"$merge([$states.input, {known}])"),
    )
    look.add_retry(retries.of_a_look("SageMaker"))
    return look
