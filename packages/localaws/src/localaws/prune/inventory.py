"""What takes space in a home folder: images, environments, the code of functions, and what killed programs have left."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from pathlib import Path

from localaws.images.environments import COMPLETE
from localaws.images.store import ImageStore
from localaws.prune.decision import Thing
from localaws.runtime.scratch import is_alive

ASIDE = "pruned"  # where things are put before they are deleted
# The server's alone: whatever it finds there at its start is old, or made again when it is needed.
_RUNNING = ("jobs", "endpoints", "functions/zips", "functions/trees")


def things(home: Path, server_runs: bool) -> list[Thing]:
    """All of them. Folders that other homes share by a link are nobody's to clear from here."""
    found: list[Thing] = []
    if not (home / "images").is_symlink():
        found += _images(home)
    if not (home / "environments").is_symlink():
        found += _environments(home / "environments")
    if not server_runs:
        found += [_leftover(path) for path in working_folders(home) if any(path.glob("*"))]
    found += [_leftover(folder) for folder, alive in _scratch(home) if not alive]
    return [*found, *(_leftover(path) for path in sorted((home / ASIDE).glob("*")))]


def working_folders(home: Path) -> list[Path]:
    """Those of the server that runs there."""
    return [home / name for name in _RUNNING]


def shared(home: Path) -> list[Path]:
    """The folders that are links to somewhere else."""
    return [path for path in (home / "images", home / "environments") if path.is_symlink()]


def trying(home: Path, server: int | None) -> bool:
    """Whether a container runs that is not the server's: an image is being tried on its own."""
    return any(alive and alive != server for _, alive in _scratch(home))


def _scratch(home: Path) -> Iterator[tuple[Path, int | None]]:
    """The own folders of containers, and the process that made each, while it lives."""
    for folder in sorted((home / "containers").glob("*-*")):
        maker = folder.name.partition("-")[0]
        if maker.isdigit():
            yield folder, int(maker) if is_alive(int(maker)) else None


def _images(home: Path) -> Iterator[Thing]:
    store = ImageStore(home)
    for folder in sorted((home / "images" / "built").glob("*")):
        if folder.name.startswith("."):
            yield _leftover(folder)
            continue
        try:
            packages = json.loads((folder / "image.json").read_text())["packages"]
            made = (folder / "image.json").stat().st_mtime
        except (OSError, ValueError, KeyError, TypeError):
            yield _leftover(folder)
            continue
        tags = store.tags_of(folder.name)
        yield Thing(
            kind="image",
            path=folder,
            name=_called(list(tags)) or folder.name[:24],
            made=max([made, *tags.values()]),
            tags=tuple(tags),
            packages=Path(packages) if isinstance(packages, str) else None,
        )


def _environments(root: Path) -> Iterator[Thing]:
    folder = root.resolve()  # as images write it down
    for path in sorted(folder.glob("*")):
        if not path.is_dir() or path.is_symlink():
            continue
        try:
            record = json.loads((path / COMPLETE).read_text())
            installs = [" ".join(words) for words in record["installs"]]
            made, whole = (path / COMPLETE).stat().st_mtime, record["path"] == str(path)
        except (OSError, ValueError, KeyError, TypeError):
            installs, made, whole = [], 0.0, False
        asked = "; ".join(installs)
        yield Thing(
            kind="environment",
            path=path,
            name=f"{path.name[:12]} {asked if len(asked) < 60 else asked[:59] + '…'}".strip(),
            made=made,
            whole=whole,
            busy=_is_held(folder / f"{path.name}.lock"),
        )


def _called(tags: list[str]) -> str:
    more = f" and {len(tags) - 1} more" if len(tags) > 1 else ""
    return f"{tags[0]}{more}" if tags else ""


def _leftover(path: Path) -> Thing:
    return Thing(kind="leftover", path=path, name=f"{path.parent.name}/{path.name}")


def _is_held(lock: Path) -> bool:
    try:
        with lock.open() as opened:
            fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except FileNotFoundError:
        return False
    return False
