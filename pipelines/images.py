"""Which image a pipeline runs in, where it is one of AWS's own."""

from typing import Literal

from pipelines.definition import Algorithm
from pipelines.sdk import upstream


class NoSuchAlgorithm(ValueError):
    """AWS has no such image; the message says which versions there are, in the SDK's words."""


Scope = Literal["training", "inference"]


def image_uri(
    algorithm: Algorithm, region: str, scope: Scope | None = None, instance_type: str | None = None
) -> str:
    """The image of a built-in algorithm in a region; of a framework, the one for what it is to do (`scope`) on such
    a machine. Asks nobody: the SDK carries the list.

    Raises NoSuchAlgorithm.
    """
    try:
        uri: str = upstream.image_uris.retrieve(
            algorithm.name,
            region,
            version=algorithm.version,
            image_scope=scope,
            instance_type=instance_type,
        )
    except FileNotFoundError as error:  # the SDK has a file of each algorithm
        raise NoSuchAlgorithm(f"AWS has no algorithm named {algorithm.name!r}.") from error
    except ValueError as error:
        raise NoSuchAlgorithm(str(error)) from error
    return uri
