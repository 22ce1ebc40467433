"""Which image a pipeline runs in, where it is one of AWS's own."""

from pipelines.definition import Algorithm
from pipelines.sdk import upstream


class NoSuchAlgorithm(ValueError):
    """AWS has no such image; the message says which versions there are, in the SDK's words."""


def image_uri(algorithm: Algorithm, region: str) -> str:
    """The image of a built-in algorithm in a region. Asks nobody: the SDK carries the list.

    Raises NoSuchAlgorithm.
    """
    try:
        uri: str = upstream.image_uris.retrieve(algorithm.name, region, version=algorithm.version)
    except FileNotFoundError as error:  # the SDK has a file of each algorithm
        raise NoSuchAlgorithm(f"AWS has no algorithm named {algorithm.name!r}.") from error
    except ValueError as error:
        raise NoSuchAlgorithm(str(error)) from error
    return uri
