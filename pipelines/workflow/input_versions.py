"""Which version of each object an execution reads, for its record.

Listed when the data are looked at, before a job reads them. Few objects stand in the record itself; many are
written beside the run, a page of S3's listing at a time, under `inputs/`. Where S3 does not tell (a bucket of
somebody else's), or there are more pages than an execution has events for, the record says so, and nothing fails:
the digest of keys and ETags is the data's identity all the same. In a bucket without versions a version is "null".
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import RUNS, DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, function, literal, mapping
from pipelines.sdk.states import Call, Choice, Pass, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.listing import IS_CONTENT, KEYS_A_PAGE

FEW = 50
"""Objects whose versions the execution carries along."""
MOST_PAGES = 60
"""Each costs fourteen events of an execution's 25,000; a page has old versions and deletions in it too."""
_SEEN = "$states.input.versions"


class InputVersions(Fragment):
    """Those of the data, and of the checkpoint where there is one."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        first = last = _Versions(inputs, "data")
        if pipeline.checkpoint and inputs.checkpoint_prefix:
            last = _Versions(inputs, "checkpoint")
            first.next(last)
        super().__init__(first, [last])


class _Versions(Fragment):
    """Lists the versions at `$.where.<what>`; they are then in `$.inputs.<what>.versions`, or `uri` there says
    where they lie."""

    def __init__(self, inputs: DeploymentInputs, what: str) -> None:
        look = _page(f"List versions of {what}", _request(what), f"Which versions of the {what}?")
        markers = {
            "KeyMarker": expression(f"{_SEEN}.key_marker"),
            "VersionIdMarker": expression(f"{_SEEN}.version_marker"),
        }
        next_page = _page(
            f"List more versions of {what}", {**_request(what), **markers}, "The next page of them."
        )
        few = Choice(f"Are the versions of {what} few?", "Few stand in the record itself.")
        keep = Call(
            f"Keep versions of {what}",
            "s3",
            "putObject",
            {
                "Bucket": inputs.bucket,
                "Key": expression(_key(what)),
                "Body": expression(f'{{"page": {_SEEN}.pages, "objects": {_SEEN}.objects}}'),
                "ContentType": "application/json",
            },
            "A page of them, beside the run.",
        )
        more = Choice(f"Are there more versions of {what}?", "S3 lists in pages.")
        unknown = Pass(
            f"Versions of {what} unknown",
            _told(what, {"problem": _problem()}),
            "The record says why; nothing else depends on them.",
        )
        folder = f'"{inputs.runs}/" & $states.input.names.run & "/inputs/{what}/"'
        few.when(
            f"$not({_SEEN}.truncated) and {_SEEN}.pages = 1 and $count({_SEEN}.objects) <= {FEW}",
            None,
            _told(what, {"objects": f"{_SEEN}.objects", "complete": "true"}),
        )
        few.otherwise(keep)
        more.when(f"{_SEEN}.truncated and {_SEEN}.pages < {MOST_PAGES}", next_page)
        more.when(
            f"$not({_SEEN}.truncated and {_SEEN}.pages < {MOST_PAGES})",
            None,
            _told(what, {"uri": folder, "complete": f"$not({_SEEN}.truncated)"}),
        )
        look.next(few)
        next_page.next(few)
        keep.next(more)
        for call in (look, next_page, keep):
            call.add_retry(retries.of_a_look("S3"))
            catch_all(call, unknown)
        super().__init__(look, [few, more, unknown])


def _page(name: str, request: dict[str, Any], comment: str) -> Call:
    return Call(name, "s3", "listObjectVersions", request, comment, output=_with_a_page())


def _request(what: str) -> dict[str, Any]:
    return {
        "Bucket": expression(f"$states.input.where.{what}.bucket"),
        "Prefix": expression(f"$states.input.where.{what}.prefix"),
        "MaxKeys": KEYS_A_PAGE,
    }


def _with_a_page() -> str:
    """The latest version of each object on the page; where it ended, and how many were before it."""
    one = mapping(
        {
            "key": "Key",
            "version": "VersionId",
            "etag": r'$replace(ETag, "\"", "")',
            "bytes": "Size",
        }
    )
    bindings = {
        "counts": function("$key", IS_CONTENT),
        "objects": f"[$states.result.Versions[IsLatest and $counts(Key)].{one}]",
        "before": f"$exists({_SEEN}.pages) ? {_SEEN} : {literal({'pages': 0, 'listed': 0})}",
    }
    page = {
        "pages": "$before.pages + 1",
        "listed": "$before.listed + $count($objects)",
        "objects": "$objects",
        "truncated": "$states.result.IsTruncated = true",
        "key_marker": "$states.result.NextKeyMarker",
        "version_marker": "$states.result.NextVersionIdMarker",
    }
    return jsonata.block(bindings, with_also("versions", mapping(page)))


def _key(what: str) -> str:
    number = f'$formatNumber({_SEEN}.pages - 1, "00000")'
    return f'"{RUNS}" & $states.input.names.run & "/inputs/{what}/" & {number} & ".json"'


def _told(what: str, known: dict[str, str]) -> str:
    """The state's input with the versions under `$.inputs.<what>`, and without what only the listing was for."""
    nothing = {"objects": "null", "uri": "null", "complete": "false", "problem": "null"}
    listed = f"$exists({_SEEN}.listed) ? {_SEEN}.listed : null"
    versions = mapping({"listed": listed, **nothing, **known})
    found = f"$states.input.inputs.{what}"
    inputs = f'$merge([$states.input.inputs, {{{literal(what)}: $merge([{found}, {{"versions": {versions}}}])}}])'
    rest = (
        '$sift($states.input, function($value, $name) { $not($name in ["versions", "failure"]) })'
    )
    return f'$merge([{rest}, {{"inputs": {inputs}}}])'


def _problem() -> str:
    failure = "$states.input.failure"
    return f'{failure}.Error & ": " & $substring($string({failure}.Cause), 0, 300)'
