"""What SageMaker says of the jobs of a run, with the digest of each image where ECR tells it.

The jobs that an execution reused are described too: whoever reads its record wants to know what was run.
"""

from collections.abc import Iterable

from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import literal
from pipelines.sdk.states import Call, Choice, Map, Pass, Retry, catch_all, with_also
from pipelines.sdk.upstream import Chain
from pipelines.workflow import retries
from pipelines.workflow.job_facts import DESCRIBED, facts, untold
from pipelines.workflow.room import shared, without

# Also what a job that is not there is told by: twice, and soon.
_WHERE_THROTTLED = [Retry(["SageMaker.SageMakerException"], interval=1, attempts=2)]
_DIGEST = "Find digest of image"
# Of a repository of one's own: AWS tells nobody else what lies in its own.
_OWN_IMAGE = (
    r"/^([0-9]{12})\.dkr\.ecr\.([a-z0-9-]+)\.[a-z.]+\/([^:@]+):([^:@]+)" + jsonata.END_OF_TEXT + "/"
)
_PARTS = f"$match($string($states.input.image.uri), {_OWN_IMAGE}).groups"
_HERE = '$split($states.context.Execution.Id, ":")'


def describe_jobs(items: str, kinds: Iterable[Kind], region: str) -> Map:
    """For each of the `items` (JSONata) its facts; afterwards `$.jobs` is the list of them.

    An item says `key`, `name`, `kind`, `job` and `reused_from`. There are few.
    """
    which = Choice("Which kind of job?", "Each kind has a description of its own.")
    found = _find_digest()
    for kind in kinds:
        which.when(f"$states.input.kind = {literal(kind)}", _describe(kind, region, found))
    unknown = without("$states.input")
    which.otherwise(Pass("Unknown job", unknown, "A kind that nobody can describe."))
    return Map(
        "Describe jobs",
        shared(items),
        Chain([which]),
        comment="What SageMaker says of them, for the record.",
        output=with_also("jobs", "$states.result"),
    )


def _describe(kind: Kind, region: str, then: Fragment) -> Call:
    noun, _ = DESCRIBED[kind]
    look = Call(
        f"Describe {kind} job",
        "sagemaker",
        f"describe{noun}",
        {f"{noun}Name": jsonata.expression("$states.input.job")},
        "Image, machines, time, inputs and outputs.",
        output=facts(kind, region),
    )
    look.add_retry([*retries.of_a_look("SageMaker"), *_WHERE_THROTTLED])
    catch_all(look, Pass(f"No {kind} job told", untold(kind), "The record says that, and why."))
    look.next(then)
    return look


def _find_digest() -> Fragment:
    """The digest of an image that was named by its tag, from the account's own registry."""
    choice = Choice("Is its digest to be found?", "A tag can be moved, a digest cannot.")
    parts = {"parts": _PARTS, "here": _HERE}
    own = "$parts[0] = $here[4] and $parts[1] = $here[3]"
    look = Call(
        _DIGEST,
        "ecr",
        "describeImages",
        {
            "RegistryId": jsonata.expression(f"{_PARTS}[0]"),
            "RepositoryName": jsonata.expression(f"{_PARTS}[2]"),
            "ImageIds": [{"ImageTag": jsonata.expression(f"{_PARTS}[3]")}],
        },
        "What its tag stands for.",
        output=with_also(
            "image",
            '{"uri": $states.input.image.uri, "digest": $states.result.ImageDetails[0].ImageDigest}',
        ),
    )
    known = without("$states.input", "failure")
    told = Pass("Job told", known, "Where the digest is not known, the tag counts.")
    look.add_retry(retries.of_a_look("Ecr"))
    catch_all(look, told)
    look.next(told)
    choice.when(
        jsonata.block(parts, f"$states.input.image.digest = null and {own}"),
        look,
    )
    choice.otherwise(told)
    return Fragment(choice, [told])
