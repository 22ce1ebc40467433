"""What to do where nothing stands in for an image of AWS's: a sentence for its reader, by the repository's name.

Which repositories AWS has, and of what kind each is, are those of the SageMaker Python SDK 2.257
(``image_uri_config``). What there is here instead of them is ``aws_made``'s to say.
"""

from __future__ import annotations

import re

GUIDE = "docs/how-to/bring-an-aws-image.md"
ALGORITHMS = frozenset(
    """blazingtext factorization-machines forecasting-deepar image-classification image-classification-neo
    ipinsights kmeans knn lda linear-learner ntm object-detection object2vec pca randomcutforest
    sagemaker-xgboost semantic-segmentation seq2seq xgboost xgboost-neo""".split()  # noqa: SIM905 - a list is a page
)
# What to install for the framework that a repository's name begins with; the first that fits.
PACKAGES = {
    "huggingface-tensorflow": "transformers tensorflow",
    "huggingface": "transformers torch",
    "tensorflow": "tensorflow",
    "pytorch": "torch",
    "mxnet": "mxnet",
    "autogluon": "autogluon",
    "chainer": "chainer",
    "scikit-learn": "scikit-learn",
    "rl-": "ray[rllib]",
    "smdistributed": "torch",
    "base-python": "pandas",
}
_SERVES = re.compile(r".*(inference|serving|triton|-tei|^tei|^djl|-neo-).*")


def way_out(repository: str, own_account: str) -> str:
    """What a user of that repository can do.

    Args:
        own_account: the embedded AWS's; "" where there is none.
    """
    if repository in ALGORITHMS:
        return (
            f"{repository} is a built-in algorithm of AWS's that nothing stands in for here. To bring it, add a "
            f"folder {repository}/ with a Dockerfile, `train`, `serve` and an image.toml that names the "
            f"repository, in a package of yours ({GUIDE} says how), or train it on AWS"
        )
    package = _package(repository)
    if _SERVES.fullmatch(repository):
        return (
            f"{repository} is an image of AWS's that serves, and nothing stands in for it here. An image of your "
            "own that answers GET /ping and POST /invocations on port 8080 does so on both, or add a folder for "
            f"the repository ({GUIDE})"
        )
    if package:
        return (
            f"{repository} is a framework's image of AWS's that nothing stands in for here. Script mode needs no "
            "image of AWS's: build this Dockerfile, push it, and name its URI: "
            f"{' | '.join(dockerfile(package))}. Or add a folder for the repository ({GUIDE})"
        )
    if repository.startswith("sagemaker-") or repository.endswith("-processing"):
        return (
            f"{repository} is an image of AWS's that nothing stands in for here. To bring it, add a folder for the "
            f"repository ({GUIDE})"
        )
    yours = f"push it to the account {own_account}, " if own_account else "build it here, "
    return f"If it is an image of your own, {yours}where the embedded AWS finds it"


def dockerfile(package: str) -> list[str]:
    """The lines of an image that runs ``train.py`` as AWS's images of frameworks run a script."""
    return [
        "FROM python:3.11",
        f"RUN pip install sagemaker-training {package}",
        "COPY train.py /opt/ml/code/train.py",
        "ENV SAGEMAKER_PROGRAM=train.py",
        "ENV PYTHONUNBUFFERED=1",
    ]


def _package(repository: str) -> str | None:
    named = repository.removeprefix("sagemaker-")
    return next((what for prefix, what in PACKAGES.items() if named.startswith(prefix)), None)
