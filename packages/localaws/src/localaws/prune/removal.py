"""Takes things away so that an interruption leaves nothing that looks whole and is not.

Each is first put aside by one rename, while nobody builds; what lies aside is then deleted, now or
by the next one.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import nullcontext, suppress
from pathlib import Path

from localaws.images.store import ImageStore
from localaws.jobs.layout import remove
from localaws.prune.decision import Thing
from localaws.prune.inventory import ASIDE, working_folders
from localaws.prune.use import no_server


def put_aside(home: Path, things: Iterable[Thing]) -> list[Thing]:
    """Those of them that were there still and lie aside now. Hold the build lock meanwhile.

    Raises:
        OSError: the home folder cannot be written to.
    """
    aside = home / ASIDE / secrets.token_hex(8)
    aside.mkdir(parents=True)
    store = ImageStore(home)
    return [
        thing
        for number, thing in enumerate(things)
        if _moved(home, store, thing, aside / f"{number}")
    ]


def _moved(home: Path, store: ImageStore, thing: Thing, target: Path) -> bool:
    if thing.kind == "image":
        store.untag(thing.path.name)  # before, so that no tag ever leads nowhere
    # Working folders are a server's, once one has started.
    with no_server(home) if thing.path in working_folders(home) else nullcontext(True) as may:
        if may:
            with suppress(FileNotFoundError):  # another prune was first
                thing.path.rename(target)
                return True
    return False


def delete(home: Path) -> list[Path]:
    """Delete all that lies aside; what could not be deleted."""
    for folder in (home / ASIDE).glob("*"):
        remove(folder)
    with suppress(OSError):  # another prune has just put something there
        (home / ASIDE).rmdir()
    return sorted((home / ASIDE).glob("*/*"))
