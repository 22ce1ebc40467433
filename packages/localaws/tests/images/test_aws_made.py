"""What a URI of AWS's own registries means, and what is said of one that means nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.aws_made import Catalogue, NotOffered

from ..aws_images import ACCOUNT, IMAGE_FILE, URI, make

OWN = "123456789012"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    make(tmp_path)
    return Catalogue.read(OWN, tmp_path)


@pytest.mark.parametrize(
    ("uri", "version"),
    [
        (URI, "1.0"),
        (f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:1.0-cpu", "1.0"),
        (f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:latest", "0.9"),
        ("444455556666.dkr.ecr.cn-north-1.amazonaws.com.cn/counting:1.0", "1.0"),
    ],
)
def test_account_region_repository_and_tag_choose_image_and_version(
    catalogue: Catalogue, uri: str, version: str
) -> None:
    chosen = catalogue.choose(uri)
    assert chosen is not None
    assert (chosen.image.name, chosen.version) == ("counting", version)


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        (f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/counting:7", "tags: 1.0, 1.0-cpu, latest"),
        (
            "444455556666.dkr.ecr.us-east-1.amazonaws.com/counting:1.0",
            f"AWS keeps counting of us-east-1 in the account {ACCOUNT}, not in 444455556666",
        ),
        (
            f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/counting:1.0",
            "AWS has no counting in eu-west-1, but in: cn-north-1, us-east-1",
        ),
        (
            "382416733822.dkr.ecr.us-east-1.amazonaws.com/linear-learner:1",
            "no linear-learner of the account 382416733822. linear-learner is a built-in algorithm .* or train it "
            "on AWS. Of AWS's own images there are: counting$",
        ),
        (f"{OWN}.dkr.ecr.us-east-1.amazonaws.com/counting:1.0", f"in the account {ACCOUNT}"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_does(
    catalogue: Catalogue, uri: str, words: str
) -> None:
    with pytest.raises(NotOffered, match=words):
        catalogue.choose(uri)
    assert catalogue.metrics(uri) == ()


@pytest.mark.parametrize("uri", [f"{OWN}.dkr.ecr.us-east-1.amazonaws.com/mine:1", "mine:1", ""])
def test_images_of_the_users_own_are_none_of_its_business(catalogue: Catalogue, uri: str) -> None:
    assert catalogue.choose(uri) is None
    assert catalogue.metrics(uri) == ()


def test_the_metrics_are_those_of_the_image(catalogue: Catalogue) -> None:
    [metric] = catalogue.metrics(URI)
    assert (metric.name, metric.regex) == (
        "validation:sum",
        r".*\[[0-9]+\]#011validation-sum:(\S+)",
    )


def test_the_images_that_are_shipped_can_be_read_and_have_what_a_build_needs() -> None:
    shipped = Catalogue.read(OWN).images
    assert shipped
    for image in shipped:
        assert (image.context / "Dockerfile").is_file()
        assert all(repository.versions for repository in image.repositories)


# The forms in which AWS writes the tags of its images of frameworks; the SDK makes the first three.
FRAMEWORK = r"(?P<version>[0-9.]+(-transformers[0-9.]+)?)-(cpu|gpu)(-py[0-9]+)?(-[\w.-]+)?"
TAGGED = IMAGE_FILE.replace('name = "counting"', f"name = 'counting'\ntag = '{FRAMEWORK}'")
TAGGED = TAGGED.replace('"1.0-cpu" =', '"1.0-transformers4.5" =')


@pytest.mark.parametrize(
    ("tag", "version"),
    [
        ("1.0-cpu-py312", "1.0"),
        ("1.0-gpu-py310", "1.0"),
        ("1.0-cpu", "1.0"),
        ("1.0-gpu-py312-cu126-ubuntu22.04-sagemaker-v1.5", "1.0"),
        ("1.0-transformers4.5-gpu-py310-cu121-ubuntu20.04", "1.0"),
        ("latest", "0.9"),
    ],
)
def test_a_tag_that_looks_as_said_means_the_version_in_it(
    tmp_path: Path, tag: str, version: str
) -> None:
    make(tmp_path, image_file=TAGGED)
    chosen = Catalogue.read(OWN, tmp_path).choose(URI.replace(":1.0", f":{tag}"))
    assert chosen is not None
    assert chosen.version == version


@pytest.mark.parametrize("tag", ["7.0-cpu-py312", "1.0-tpu-py312", "1.0-transformers4.6-cpu-py310"])
def test_a_version_that_is_not_there_is_answered_with_those_that_are(
    tmp_path: Path, tag: str
) -> None:
    make(tmp_path, image_file=TAGGED)
    with pytest.raises(NotOffered, match=r"tags of the versions: 1\.0, 1\.0-transformers4\.5"):
        Catalogue.read(OWN, tmp_path).choose(URI.replace(":1.0", f":{tag}"))
