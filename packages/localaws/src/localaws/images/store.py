"""Process images on disk, found by tag: shared by ``localaws-docker`` and the running server.

Layout under ``home/images``: ``built/<identity>/{image.json,root/,context/}`` and one small file
for each tag. Everything is written aside and renamed into place, so a reader never sees half an
image and no locks are needed. Building images from Dockerfiles is ``build``'s.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from localaws.images.tree_hash import tree_hash
from localaws.runtime.process_image import ImageConfig, ProcessImage
from localaws.runtime.protocol import ImageNotFound


def normal(uri: str) -> str:
    """A tag with Docker's defaults written out: no tag and no digest means ``latest``."""
    name = uri.rpartition("/")[2]
    return uri if ":" in name or "@" in name else f"{uri}:latest"


def not_found(uri: str) -> ImageNotFound:
    """The error of a registry that lacks the image, in the words that SageMaker passes on."""
    return ImageNotFound(
        f"API error (404): manifest for {uri} not found: manifest unknown: Requested image not found"
    )


class ImageStore:
    """The images under one home folder.

    ``resolve`` is where an image URI gets its meaning: AWS's own images, once there are programs
    that stand in for them, are found there too.
    """

    def __init__(self, home: Path) -> None:
        self.home = home.absolute()
        self._built = self.home / "images" / "built"
        self._tags = self.home / "images" / "tags"

    def resolve(self, uri: str) -> ProcessImage:
        """The image of a tag, or of ``repository@sha256:<identity>``.

        Raises:
            ImageNotFound: nothing is known by that URI.
        """
        _, by_digest, digest = uri.partition("@sha256:")
        if by_digest:
            identity = digest
        else:
            try:
                identity = json.loads(self._tag_file(uri).read_text())["image"]
            except FileNotFoundError:
                raise not_found(uri) from None
        return self._load(identity, uri)

    def built(self, uri: str) -> bool:
        """Whether ``resolve`` has nothing to build: it never has."""
        return True

    def put(
        self,
        config: ImageConfig,
        tree: Path,
        *,
        tags: Iterable[str] = (),
        packages: Path | None = None,
        context: Path | None = None,
    ) -> ProcessImage:
        """Keep an image; ``tree`` and ``context`` are folders that get copied, links kept."""
        parts = [json.dumps(config.to_json(), sort_keys=True), str(packages), tree_hash(tree)]
        if context is not None:
            parts.append(tree_hash(context))
        identity = hashlib.sha256("\n".join(parts).encode()).hexdigest()
        if not (self._built / identity).exists():
            self._write(identity, config, tree, packages, context)
        for tag in tags:
            self._point(tag, identity)
        return self._load(identity, identity)

    def tag(self, source: str, target: str) -> None:
        """Give the image of ``source`` one more name.

        Raises:
            ImageNotFound: ``source`` is unknown.
        """
        self._point(target, self.resolve(source).identity)

    def tags(self) -> dict[str, str]:
        """Every tag and the identity of its image."""
        if not self._tags.is_dir():
            return {}
        found = [json.loads(file.read_text()) for file in self._tags.glob("*.json")]
        return {
            entry["tag"]: entry["image"] for entry in sorted(found, key=lambda e: str(e["tag"]))
        }

    def tags_of(self, identity: str) -> dict[str, float]:
        """The tags of an image, and when each was last given, in seconds since 1970."""
        return {tag: file.stat().st_mtime for tag, file in self._tag_files(identity)}

    def untag(self, identity: str) -> None:
        """Take all its names from an image."""
        for _, file in self._tag_files(identity):
            file.unlink(missing_ok=True)

    def _tag_files(self, identity: str) -> list[tuple[str, Path]]:
        found = ((json.loads(file.read_text()), file) for file in sorted(self._tags.glob("*.json")))
        return [(str(entry["tag"]), file) for entry, file in found if entry["image"] == identity]

    def _write(
        self,
        identity: str,
        config: ImageConfig,
        tree: Path,
        packages: Path | None,
        context: Path | None,
    ) -> None:
        self._built.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self._built, prefix=".new-") as aside:
            half = Path(aside) / "image"
            half.mkdir()
            shutil.copytree(tree, half / "root", symlinks=True)
            if context is not None:
                shutil.copytree(context, half / "context", symlinks=True)
            record = {
                "config": config.to_json(),
                "packages": str(packages) if packages else None,
                "context": context is not None,
            }
            (half / "image.json").write_text(json.dumps(record, indent=1))
            try:
                half.rename(self._built / identity)
            except OSError:
                # Somebody else finished the same image first: theirs is as good as ours.
                if not (self._built / identity / "image.json").exists():
                    raise

    def _load(self, identity: str, uri: str) -> ProcessImage:
        folder = self._built / identity
        try:
            record = json.loads((folder / "image.json").read_text())
        except FileNotFoundError:
            raise not_found(uri) from None
        return ProcessImage(
            identity=identity,
            tree=folder / "root",
            config=ImageConfig.from_json(record["config"]),
            packages=Path(record["packages"]) if record["packages"] else None,
            context=folder / "context" if record["context"] else None,
        )

    def _tag_file(self, uri: str) -> Path:
        return self._tags / f"{hashlib.sha256(normal(uri).encode()).hexdigest()[:40]}.json"

    def _point(self, tag: str, identity: str) -> None:
        self._tags.mkdir(parents=True, exist_ok=True)
        handle, aside = tempfile.mkstemp(dir=self._tags, prefix=".new-")
        with os.fdopen(handle, "w") as file:
            json.dump({"tag": normal(tag), "image": identity}, file)
        Path(aside).replace(self._tag_file(tag))
