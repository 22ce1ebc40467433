"""Packages bring images of AWS's own: small real ones, installed into a folder of the path."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.images.announced import GROUP, announced
from localaws.images.aws_made import Catalogue
from localaws.images.image_file import BadImageFile

from ..aws_images import ACCOUNT, IMAGE_FILE, URI, make

OWN = "123456789012"


class Site:
    """A folder of installed packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def install(self, distribution: str, announces: str, image_file: str = IMAGE_FILE) -> Path:
        """A package ``<distribution>_images`` with one image; the image's folder."""
        package = self.folder / f"{distribution}_images"
        package.mkdir()
        (package / "__init__.py").write_text("raise RuntimeError('nobody has to run this')\n")
        information = self.folder / f"{distribution}-1.0.dist-info"
        information.mkdir()
        (information / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        )
        (information / "entry_points.txt").write_text(f"[{GROUP}]\nany = {announces}\n")
        return make(package, image_file=image_file)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.syspath_prepend(tmp_path)
    return Site(tmp_path)


def test_localaws_announces_its_own_as_anybody_would() -> None:
    assert {image.source for image in announced()} == {"localaws"}


def test_the_images_of_an_installed_package_are_there_besides(site: Site) -> None:
    folder = site.install("counters", "counters_images")
    catalogue = Catalogue.read(OWN)
    chosen = catalogue.choose(URI)
    assert chosen is not None
    assert (chosen.image.context, chosen.image.source) == (folder, "counters")
    assert {image.source for image in catalogue.images} == {"localaws", "counters"}


def test_one_repository_name_may_be_that_of_two_accounts(site: Site) -> None:
    site.install("counters", "counters_images")
    theirs = IMAGE_FILE.replace(ACCOUNT, "777788889999").replace("444455556666", "777788889999")
    site.install("others", "others_images", theirs)
    catalogue = Catalogue.read(OWN)
    for account, source in ((ACCOUNT, "counters"), ("777788889999", "others")):
        chosen = catalogue.choose(URI.replace(ACCOUNT, account))
        assert chosen is not None
        assert chosen.image.source == source


def test_two_packages_with_the_same_image_of_awss_are_both_named(site: Site) -> None:
    first = site.install("counters", "counters_images")
    second = site.install("rivals", "rivals_images")
    with pytest.raises(BadImageFile) as caught:
        Catalogue.read(OWN)
    assert str(caught.value) == (
        f"counters ({first}) and rivals ({second}) both stand in for counting of the account "
        f"{ACCOUNT}: uninstall one of them"
    )


@pytest.mark.parametrize(
    ("announces", "image_file", "words"),
    [
        ("nowhere_at_all", IMAGE_FILE, "in nowhere_at_all, which is not a package"),
        ("nowhere_at_all.below", IMAGE_FILE, "which fails: No module named 'nowhere_at_all'"),
        ("counters_images.counting", IMAGE_FILE, "which fails: nobody has to run this"),
        ("json.decoder", IMAGE_FILE, "which is not a package"),
        ("json", IMAGE_FILE, "in which no folder has an image.toml"),
        ("counters_images", "description = 'x'", "counting/image.toml: 'repositories' is missing"),
    ],
)
def test_a_broken_one_is_named(site: Site, announces: str, image_file: str, words: str) -> None:
    site.install("counters", announces, image_file)
    with pytest.raises(BadImageFile) as caught:
        announced()
    assert str(caught.value).startswith("counters")
    assert words in str(caught.value)
