"""What instances with a GPU need: facts of AWS's, against AWS's own lists."""

import botocore.session

from pipelines import gpu
from pipelines.instance_types import GPU_FAMILIES


def test_the_image_of_a_newer_driver_is_one_that_the_service_has() -> None:
    service = botocore.session.get_session().get_service_model("sagemaker")
    member = service.shape_for("ProductionVariant").members["InferenceAmiVersion"]
    assert gpu.NEWER_DRIVER in member.enum


def test_only_families_with_a_gpu_have_an_old_driver() -> None:
    assert set(gpu.OLD_DRIVER_FAMILIES) < GPU_FAMILIES
