"""`python -m tools.images NAME`: what the tests of a pipeline's code run in.

That is the URI of an image of AWS's own (the one that its processing names comes first), or the folder of the
pipeline's Dockerfile.
"""

import sys

from pipelines import catalog
from pipelines.images import image_uri

_SHARED = {"evaluating": "bank", "monitoring": "bank"}
"""Code that every pipeline's zip carries, and whose image has the oldest Python that it meets."""


def image(name: str) -> str:
    """The image of the pipeline of that name, or for shared code. Raises NoSuchPipeline."""
    name = _SHARED.get(name, name)
    pipeline = catalog.load(name)
    algorithm = (pipeline.processing and pipeline.processing.image) or pipeline.algorithm
    if algorithm is None:
        return f"training/{name}"
    if pipeline.training.script:
        machine = pipeline.training.fleet.instance_type
        return image_uri(algorithm, "us-east-1", "training", machine)
    return image_uri(algorithm, "us-east-1")


if __name__ == "__main__":
    print(image(sys.argv[1]))
