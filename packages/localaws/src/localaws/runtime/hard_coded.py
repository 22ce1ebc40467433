"""Finds images that cannot run as plain processes because they fix what a container fixes."""

from __future__ import annotations

from pathlib import Path

from localaws.runtime.process_image import ProcessImage
from localaws.runtime.protocol import RuntimeRefused

_PROGRAMS = {".py", ".sh", ".bash", ".pl", ".r", ".conf", ".cfg", ".toml", ".js"}
_LARGEST = 4 * 1024 * 1024  # bytes; nobody writes a longer program by hand
WAY_OUT = (
    "Run it where namespaces are allowed (--runtime namespace) or with docker or "
    "podman (--runtime container), or let the program read {variable}."
)


def refuse_hard_coded(image: ProcessImage, uri: str, serves: bool) -> None:
    """Check an image before it is started as a plain process.

    Raises:
        RuntimeRefused: a program of it names ``/opt/ml``, or for serving the port 8080, and no
            file of it reads the variable that replaces it.
    """
    fixed = [("/opt/ml", "SAGEMAKER_BASE_DIR")]
    if serves:
        fixed.append(("8080", "SAGEMAKER_BIND_TO_PORT"))
    texts = {
        path.relative_to(image.tree).as_posix(): text
        for path in sorted(image.tree.rglob("*"))
        if (text := _program(path))
    }
    for value, variable in fixed:
        if any(variable in text for text in texts.values()):
            continue
        for name, text in texts.items():
            if value in text:
                raise RuntimeRefused(
                    f"the image {uri} cannot run as a plain process: /{name} has {value} written "
                    f"into it, which is a container's own. {WAY_OUT.format(variable=variable)}"
                )


def _program(path: Path) -> str:
    """The text of a program without its comment lines; "" for anything else."""
    if path.is_symlink() or not path.is_file():
        return ""
    status = path.stat()
    if status.st_size > _LARGEST:
        return ""
    if path.suffix.lower() not in _PROGRAMS and not status.st_mode & 0o111:
        return ""
    content = path.read_bytes()
    if b"\0" in content[:1024]:
        return ""
    lines = content.decode("utf-8", "replace").splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("#"))
