"""What a function may ask for, beyond what the service's model holds a request to. Pure.

The model's own constraints (lengths, ranges, enumerations) are the entrance's. Here is what is said
in Lambda's developer guide: quotas, reserved variables, what a zip needs and an image must not have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from localaws.functions.errors import invalid
from localaws.functions.function import Configuration
from localaws.functions.runtimes import known, why_not
from localaws.protocols.refusal import Refusal
from localaws.protocols.words import problem, summed_up

MOST_LAYERS = 5
LONGEST = 900  # seconds: the model's own maximum is that of functions on instances of one's own
MOST_MEMORY = MOST_STORAGE = 10_240  # MB, the same
MOST_ENVIRONMENT = 4096  # bytes, of names and values as JSON
LARGEST_UNPACKED = 262_144_000  # bytes of the code and its layers, unpacked
LARGEST_INLINE_ZIP = 52_428_800  # bytes of a zip in a request

# Those that a function cannot set: the guide's list "Reserved environment variables".
RESERVED = frozenset(
    {
        *("_HANDLER", "_X_AMZN_TRACE_ID", "AWS_DEFAULT_REGION", "AWS_REGION", "AWS_EXECUTION_ENV"),
        *("AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "AWS_LAMBDA_RUNTIME_API"),
        *("AWS_LAMBDA_FUNCTION_VERSION", "AWS_LAMBDA_INITIALIZATION_TYPE", "AWS_SESSION_TOKEN"),
        *("AWS_LAMBDA_LOG_GROUP_NAME", "AWS_LAMBDA_LOG_STREAM_NAME", "AWS_ACCESS_KEY"),
        *("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "LAMBDA_TASK_ROOT", "LAMBDA_RUNTIME_DIR"),
    }
)


def check(configuration: Configuration) -> None:
    """See that a function can be as it is asked for.

    Raises:
        Refusal: it cannot; the message is AWS's where AWS refuses it, too.
    """
    _check_package(configuration)
    _check_most("timeout", configuration.timeout, LONGEST)
    _check_most("memorySize", configuration.memory, MOST_MEMORY)
    _check_most("ephemeralStorage.size", configuration.storage, MOST_STORAGE)
    _check_environment(configuration.environment)
    if len(configuration.layers) > MOST_LAYERS:
        raise invalid(f"Cannot reference more than {MOST_LAYERS} layers.")
    _check_layers(configuration)
    if configuration.architecture not in ("x86_64", "arm64"):
        raise invalid(f"Unsupported architecture {configuration.architecture}.")


def _check_package(configuration: Configuration) -> None:
    if configuration.code.package_type == "Image":
        if configuration.runtime or configuration.handler:
            raise invalid(
                "Please don't provide Handler or Runtime or Layer when the intended function "
                "PackageType is Image."
            )
        return
    if not configuration.handler:
        raise invalid("Handler is mandatory for functions created with Zip archives.")
    if not configuration.runtime:
        raise invalid("Runtime is mandatory for functions created with deployment packages.")
    if known(configuration.runtime) is None:
        raise invalid(why_not(configuration.runtime))


def _check_most(member: str, value: int, most: int) -> None:
    if value > most:
        constraint = f"Member must have value less than or equal to {most}"
        raise Refusal("ValidationException", summed_up([problem(value, member, constraint)]))


def _check_environment(environment: Mapping[str, str]) -> None:
    taken = sorted(RESERVED.intersection(environment))
    if taken:
        raise invalid(
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided contains reserved keys that are currently not supported "
            f"for modification. Reserved keys used in this request: {', '.join(taken)}"
        )
    text = json.dumps(dict(environment), separators=(",", ":"), ensure_ascii=False)
    if environment and len(text.encode()) > MOST_ENVIRONMENT:
        raise invalid(
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided exceeded the 4KB limit. String measured: " + text
        )


def _check_layers(configuration: Configuration) -> None:
    seen: set[str] = set()
    for layer in configuration.layers:
        name = layer.arn.rpartition(":")[0]
        if name in seen:
            raise invalid(
                f"Two different versions of the same layer are not allowed to be referenced in the "
                f"same function. {name}"
            )
        seen.add(name)


def check_unpacked(size: int) -> None:
    """See that the code with its layers is not too large.

    Raises:
        Refusal: it is.
    """
    if size >= LARGEST_UNPACKED:
        raise invalid(f"Unzipped size must be smaller than {LARGEST_UNPACKED} bytes")


def check_reserved(asked: int, limit: int, reserved_by_others: int) -> None:
    """See that so many concurrent executions can be kept for one function.

    A tenth of the account's limit stays unreserved, as 100 do of AWS's 1000.

    Raises:
        Refusal: too few would be left for the others.
    """
    least = limit // 10
    if limit - reserved_by_others - asked < least:
        raise invalid(
            "Specified ReservedConcurrentExecutions for function decreases account's "
            f"UnreservedConcurrentExecution below its minimum value of [{least}]."
        )
