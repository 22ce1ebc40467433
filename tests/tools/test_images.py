"""What the tests of a pipeline's code run in."""

from tools.images import image


def test_a_pipeline_of_its_own_image_has_the_folder_of_its_dockerfile() -> None:
    assert image("iris") == "training/iris"


def test_a_pipeline_of_a_built_in_algorithm_has_awss_image() -> None:
    assert image("bank").endswith("/sagemaker-xgboost:1.7-1")


def test_what_processes_in_an_image_of_its_own_is_tested_in_that() -> None:
    assert image("clicks").endswith("/sagemaker-scikit-learn:1.4-2-cpu-py3")
