"""The file system that the container sees: nothing is there but what the plan lists.

The root is an overlay of the image's tree over what a bare image has (``runtime.bare_image`` made
that), and the machine's ``/usr`` lies in it the same way. What is written goes to the container's
scratch folder and vanishes with it; ``/opt/ml`` and ``/tmp`` are real folders.
"""

from __future__ import annotations

import os
import stat

from .mounts_of_the_machine import below
from .syscalls import MS_NODEV, MS_NOSUID, bind, bind_read_only, mount, overlay

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def build_root(plan: dict[str, Any], own_user: bool) -> None:
    """Mount it all on an empty folder.

    The plan's keys: ``root``, that folder; ``bare``, what a bare image has; ``own``, the container's
    own files over that; ``tree``, the image's folder, over both; ``system``, folders of the machine
    below all three; ``writes``, an empty folder to mount memory on; ``changes``, one on disk;
    ``ml``, ``tmp`` and ``home``, what appears as ``/opt/ml``, ``/tmp`` and ``/root``;
    ``changeable``, paths of the machine that are shown where they lie and can be written to, with
    nothing reaching them; ``shown``, such for reading.
    """
    root, tree = plan["root"], plan["tree"]
    layers = [plan["own"], plan["bare"]]
    layered = os.path.isdir(tree) and not _hides_a_link(tree, [*layers, "/"])
    if layered:
        layers.insert(0, tree)
    writes = plan["writes"]
    mount("tmpfs", writes, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755")
    _over(layers, f"{writes}/root", root, own_user)
    for number, path in enumerate(plan["system"]):
        lower = [layer + path for layer in layers if os.path.isdir(layer + path)]
        _over([*lower, path], f"{writes}/system-{number}", root + path, own_user)
    for mounted in below(plan["system"]):
        if os.path.lexists(root + mounted) and not os.path.lexists(plan["own"] + mounted):
            bind_read_only(mounted, root + mounted)
    for name, path in (("tmp", "/tmp"), ("home", "/root")):
        if layered and os.path.isdir(tree + path):
            _over_on_disk(tree + path, f"{plan['changes']}/{name}", root + path, own_user, writes)
        else:
            bind(plan[name], root + path)
    os.makedirs(root + "/opt/ml", exist_ok=True)
    bind(plan["ml"], root + "/opt/ml")
    for number, path in enumerate(plan["changeable"]):
        os.makedirs(root + path, exist_ok=True)
        _over_on_disk(path, f"{plan['changes']}/{number}", root + path, own_user, writes)
    for path in plan["shown"]:
        _make_mount_point(path, root + path)
        bind_read_only(path, root + path)
    if not layered and os.path.isdir(tree):
        graft(tree, root)


def _over_on_disk(lower: str, changes: str, target: str, own_user: bool, memory: str) -> None:
    try:
        _over([lower], changes, target, own_user)
    except OSError:
        # Not every file system takes an overlay's writes (another overlay does not).
        _over([lower], f"{memory}/{os.path.basename(changes)}", target, own_user)


def _over(lower: list[str], writes: str, target: str, own_user: bool) -> None:
    for name in ("", "/upper", "/work"):
        os.mkdir(writes + name, 0o755)
    overlay(lower, writes, target, own_user)


def _hides_a_link(folder: str, below: list[str]) -> bool:
    """Whether a folder of the image lies where there is a link to one, such as /bin, below it.

    An overlay would show the folder in place of the link; a copy goes through it, as Docker's does.
    """
    with os.scandir(folder) as entries:
        names = [e.name for e in entries if e.is_dir(follow_symlinks=False)]
    for name in names:
        there = [path for layer in below if os.path.lexists(path := f"{layer}/{name}")]
        if any(os.path.islink(path) for path in there):
            return True
        if there and _hides_a_link(f"{folder}/{name}", there):
            return True
    return False


def graft(source: str, root: str, path: str = "") -> None:
    """Copy the content of the folder ``source`` to ``path`` below ``root``; files replace."""
    for name in os.listdir(source):
        entry, target = f"{source}/{name}", within(root, f"{path}/{name}", last=False)
        status = os.lstat(entry)
        if stat.S_ISDIR(status.st_mode):
            inner = within(root, f"{path}/{name}")
            if not os.path.isdir(root + inner):
                os.mkdir(root + inner, stat.S_IMODE(status.st_mode))
            graft(entry, root, inner)
            continue
        if os.path.lexists(root + target):
            os.unlink(root + target)
        if stat.S_ISLNK(status.st_mode):
            os.symlink(os.readlink(entry), root + target)
        else:
            with open(entry, "rb") as read, open(root + target, "wb") as write:
                while content := read.read(1 << 20):
                    write.write(content)
            os.chmod(root + target, stat.S_IMODE(status.st_mode))


def within(root: str, path: str, last: bool = True) -> str:
    """Where a path below ``root`` leads, links followed as if ``root`` were the top.

    Args:
        last: whether a link at the very end is followed, too.
    """
    found, left = "", [part for part in path.split("/") if part]
    for _ in range(1000):
        if not left:
            break
        part = left.pop(0)
        if part == "..":
            found = os.path.dirname(found).rstrip("/")
            continue
        step = f"{found}/{part}"
        if os.path.islink(root + step) and (left or last):
            link = os.readlink(root + step)
            found = "" if link.startswith("/") else found
            left = [piece for piece in link.split("/") if piece not in ("", ".")] + left
        else:
            found = step
    return found


def _make_mount_point(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    elif not os.path.exists(target):
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
