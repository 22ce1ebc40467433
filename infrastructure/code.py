"""What the jobs run, as assets that `cdk deploy` uploads: the image and the processing code.

Two assets, because a changed line of processing code should not rebuild the image that trains and
serves. Each is named by the hash of its content, so the record of a job says which code ran. Where a machine
has a GPU, the same Dockerfile makes a second image, with CUDA.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from aws_cdk import Aws, IgnoreMode
from aws_cdk import aws_ecr_assets as ecr_assets
from aws_cdk import aws_s3_assets as s3_assets
from constructs import Construct

from infrastructure.settings import Settings, SettingsError
from infrastructure.source_archive import archive
from pipelines.definition import Algorithm, Pipeline
from pipelines.fleet import Fleet
from pipelines.gpu import ACCELERATOR
from pipelines.images import NoSuchAlgorithm, Scope, image_uri
from pipelines.instance_types import has_gpu

# What the processing code of every pipeline carries.
_PROCESSING = Path(__file__).resolve().parent.parent / "processing"
_SHARED = (_PROCESSING / "evaluating", _PROCESSING / "monitoring")

# What appears in a folder without anyone changing the code.
_NOT_CODE = ["**/__pycache__", "**/*.pyc", "**/.*_cache", "**/.hypothesis", "**/.DS_Store"]


@dataclass(frozen=True)
class Image:
    """An image that SageMaker runs, and the ARN of the repository that it is pulled from."""

    uri: str
    repository_arn: str


_ECR_IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z0-9.]+/(?P<name>[a-z0-9._/-]+)([:@].+)?"
)


@dataclass(frozen=True)
class Images:
    """What a deployment's instances pull: those with a GPU `gpu`, where there is one, all others `cpu`; those
    of processing jobs `processing` and those of endpoints `serving`, where they have one of their own."""

    cpu: Image
    gpu: Image | None = None
    processing: Image | None = None
    serving: Image | None = None

    @property
    def repository_arns(self) -> list[str]:
        """Of every repository that is pulled from, each once."""
        every = (self.cpu, self.gpu, self.processing, self.serving)
        return list(dict.fromkeys(image.repository_arn for image in every if image))


def images(
    scope: Construct,
    settings: Settings,
    pipeline: Pipeline,
    folder: Path,
    machines: Iterable[Fleet],
) -> Images:
    """The image that the settings name; else that of the pipeline's built-in algorithm; else what `folder`'s
    Dockerfile makes: one image without CUDA and, where a machine has a GPU and the pipeline an image for it,
    one more. The processing code runs in the same, or in the image of AWS's that the pipeline names for it.

    Raises SettingsError where there is none.
    """
    trained = _trains_and_serves(scope, settings, pipeline, folder, machines)
    if pipeline.processing is None or pipeline.processing.image is None:
        return trained
    return replace(
        trained, processing=_named(_built_in(pipeline.processing.image, settings.region))
    )


def _trains_and_serves(
    scope: Construct,
    settings: Settings,
    pipeline: Pipeline,
    folder: Path,
    machines: Iterable[Fleet],
) -> Images:
    uri = settings.image_uri
    if uri is None and pipeline.algorithm is not None and pipeline.training.script:
        return _of_framework(settings, pipeline, pipeline.algorithm)
    if uri is None and pipeline.algorithm is not None:
        uri = _built_in(pipeline.algorithm, settings.region)
    if uri is not None:
        named = _named(uri)
        return Images(named, named if pipeline.training.gpu_image else None)
    if not (folder / "Dockerfile").is_file():
        raise SettingsError(
            f"Pipeline {settings.pipeline} has no training/{folder.name}/Dockerfile: name the image that "
            "trains and serves, with -c stepline:image-uri=…"
        )
    arguments = _of_the_index(settings)
    image = _built(scope, "Image", folder, arguments)
    if not pipeline.training.gpu_image or not any(has_gpu(each.instance_type) for each in machines):
        return Images(image)
    return Images(
        image, _built(scope, "GpuImage", folder, arguments | {"ACCELERATOR": ACCELERATOR})
    )


def _of_framework(settings: Settings, pipeline: Pipeline, framework: Algorithm) -> Images:
    """Two images of AWS's, each for the machines that an execution takes by itself."""
    trains = settings.training.instance_type or pipeline.training.fleet.instance_type
    serves = settings.endpoint.instance_type or pipeline.serving.fleet.instance_type
    return Images(
        _named(_built_in(framework, settings.region, "training", trains)),
        serving=_named(_built_in(framework, settings.region, "inference", serves)),
    )


def _named(uri: str) -> Image:
    return Image(uri, repository_arn(uri, Aws.PARTITION))


def _built(scope: Construct, name: str, folder: Path, arguments: Mapping[str, str]) -> Image:
    """An image of the Dockerfile, for the processors that SageMaker's instances have, whatever the machine
    that builds it has.

    `type=docker`: with the containerd store, which a fresh Docker has, builds make OCI manifests, and
    SageMaker takes Docker's only ("Unsupported manifest media type", at CreateModel).
    """
    asset = ecr_assets.DockerImageAsset(
        scope,
        name,
        directory=str(folder),
        exclude=_NOT_CODE,
        ignore_mode=IgnoreMode.DOCKER,
        platform=ecr_assets.Platform.LINUX_AMD64,
        outputs=["type=docker"],
        build_args=dict(arguments) or None,
    )
    return Image(asset.image_uri, asset.repository.repository_arn)


def _of_the_index(settings: Settings) -> dict[str, str]:
    """Build arguments that our Dockerfiles hand to pip, which reads them as its own settings."""
    said = {
        "PIP_INDEX_URL": settings.pip_index_url,
        "PIP_EXTRA_INDEX_URL": settings.pip_extra_index_url,
    }
    return {name: value for name, value in said.items() if value}


def _built_in(
    algorithm: Algorithm,
    region: str,
    scope: Scope | None = None,
    instance_type: str | None = None,
) -> str:
    try:
        return image_uri(algorithm, region, scope, instance_type)
    except NoSuchAlgorithm as error:
        raise SettingsError(str(error)) from error


def processing_code(scope: Construct, folder: Path) -> s3_assets.Asset:
    """The folder as a zip that Python runs (`python3 <hash>.zip`), in the bucket of the CDK's bootstrap.

    Beside the pipeline's own code lies what all pipelines share, `processing/evaluating` and `processing/monitoring`,
    as packages of those names, unless the pipeline has a package of such a name itself.
    """
    # Put together in a folder of this synthesis's own, which the CDK copies.
    with tempfile.TemporaryDirectory(prefix="stepline-") as made:
        shutil.copytree(folder, made, dirs_exist_ok=True)
        for shared in _SHARED:
            if not Path(made, shared.name).exists():
                shutil.copytree(shared, Path(made, shared.name))
        return s3_assets.Asset(
            scope,
            "ProcessingCode",
            path=made,
            exclude=_NOT_CODE,
            ignore_mode=IgnoreMode.DOCKER,
        )


def script(scope: Construct, folder: Path, entry_point: str) -> s3_assets.Asset:
    """The folder of a training script as a tar.gz, which AWS's images of frameworks unpack, in the same bucket.

    Raises SettingsError where the script is not there.
    """
    if not (folder / entry_point).is_file():
        raise SettingsError(f"There is no script training/{folder.name}/{entry_point}.")
    # A folder of this synthesis's own: another user of the machine may have the same script. The CDK copies the file.
    with tempfile.TemporaryDirectory(prefix="stepline-") as made:
        path = Path(made, "sourcedir.tar.gz")
        path.write_bytes(archive(folder))
        return s3_assets.Asset(scope, "Script", path=str(path))


def repository_arn(image_uri: str, partition: str) -> str:
    """The ARN of the repository that holds an image of AWS's own, from the image's URI.

    `683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1` has a repository in us-east-1.
    Raises SettingsError where the URI is none of ECR's.
    """
    match = _ECR_IMAGE.fullmatch(image_uri)
    if match is None:
        raise SettingsError(
            f"stepline:image-uri cannot be {image_uri!r} (SageMaker runs images of Amazon ECR)."
        )
    return f"arn:{partition}:ecr:{match['region']}:{match['account']}:repository/{match['name']}"
