"""The file system that the container sees: a new root made of the machine's, by bind mounts.

The machine's own folders are bound into a new root, so its programs and libraries are there; the
image's tree is laid over it; ``/opt/ml``, ``/tmp`` and the home folder are the container's own.
Whatever is written outside of those folders of the machine goes where the machine's rights allow:
this is a stage set, not a prison.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from typing import Any

from .syscalls import bind, bind_read_only, mount, unmount

# Files of the image up to this size are copied, so that the program may change them; larger ones
# (a model baked into the image) are shown in place, for reading.
COPIED_UP_TO = 8 * 1024 * 1024


def build_root(plan: dict[str, Any]) -> None:
    """Lay out the new root in an empty folder.

    The plan's keys: ``root``, that folder; ``tree``, the image's folder, laid over the machine's
    ``/``; ``ml``, what appears as ``/opt/ml``; ``private``, folders of the container's own, path to
    the folder that stands behind it; ``keep``, paths of the machine that stay visible although a
    private folder lies over them; ``read_only``, paths that the container must not change;
    ``links``, tools by the path that leads to them; ``hosts``, the file that appears as ``/etc/hosts``.
    """
    root, private = plan["root"], plan["private"]
    mount("tmpfs", root, "tmpfs", data="mode=755")
    _covered.add(os.stat(root).st_dev)
    for name in os.listdir("/"):
        if "/" + name not in private:
            _show("/" + name, f"{root}/{name}")
    for path, behind in private.items():
        os.makedirs(root + path, exist_ok=True)
        bind(behind, root + path)
        _own.add(root + path)
    for path in plan["keep"]:
        if any(path.startswith(covered + "/") for covered in private):
            _make_place(path, root + path)
            bind(path, root + path)
    for path in plan["read_only"]:
        bind_read_only(root + path, root + path)
    if os.path.isfile(root + "/etc/hosts"):
        bind(plan["hosts"], root + "/etc/hosts")
    link(plan["links"], root)
    if os.path.isdir(plan["tree"]):
        graft(plan["tree"], root)
    graft_folder(plan["ml"], root, "/opt/ml")
    _fresh(root + "/dev/shm", "tmpfs", "mode=1777")
    _fresh(root + "/proc", "proc", "")


def link(links: dict[str, str], root: str) -> None:
    """Show tools of a virtual environment in folders of the machine, in place of their namesakes.

    Python finds its packages by the path that it is called by, so a link would not do for it.
    """
    folders = {os.path.dirname(path) for path in links}
    for folder in folders:
        if os.path.isdir(root + folder):
            names = [os.path.basename(path) for path in links if os.path.dirname(path) == folder]
            uncover(root + folder, without=names)
            for name in names:
                tool, place = links[f"{folder}/{name}"], f"{root}{folder}/{name}"
                if name.startswith("python"):
                    with open(place, "w", encoding="utf-8") as file:
                        file.write(f'#!/bin/sh\nexec "{tool}" "$@"\n')
                    os.chmod(place, 0o755)
                else:
                    os.symlink(tool, place)


def graft(source: str, target: str) -> None:
    """Lay the content of the folder ``source`` over the folder ``target``; files replace."""
    names = os.listdir(source)
    merged = {n for n in names if _is_folder(f"{source}/{n}") and os.path.isdir(f"{target}/{n}")}
    placed = [n for n in names if n not in merged]
    if placed:
        uncover(target, without=placed)
    for name in placed:
        _place(f"{source}/{name}", f"{target}/{name}")
    for name in merged:
        graft(f"{source}/{name}", _inside(target, name))


def graft_folder(source: str, root: str, path: str) -> None:
    """Bind one folder at an absolute path of the new root, making room where there is none."""
    *parents, last = path.strip("/").split("/")
    target = root
    for name in parents:
        if not os.path.isdir(f"{target}/{name}"):
            uncover(target, without=[name])
            os.mkdir(f"{target}/{name}")
        target = _inside(target, name)
    if not os.path.isdir(f"{target}/{last}"):
        uncover(target, without=[last])
        os.mkdir(f"{target}/{last}")
    bind(source, f"{target}/{last}")


def uncover(folder: str, without: list[str]) -> None:
    """Cover a folder with an empty one of the container's own that shows the same children.

    New names can then be added, and those in ``without`` replaced, without touching the machine.
    """
    if _is_ours(folder):
        for name in without:
            _remove(f"{folder}/{name}")
        return
    names = [name for name in os.listdir(folder) if name not in without]
    before = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    mode = stat.S_IMODE(os.fstat(before).st_mode)
    mount("tmpfs", folder, "tmpfs", data=f"mode={mode:o}")
    _covered.add(os.stat(folder).st_dev)
    for name in names:
        _show(f"/proc/self/fd/{before}/{name}", f"{folder}/{name}")
    os.close(before)


def _remove(path: str) -> None:
    """Take away one child of a folder of the container's own, if it is there."""
    if not os.path.lexists(path):
        return
    if os.stat(path, follow_symlinks=False).st_dev not in _covered:
        unmount(path)
    if _is_folder(path):
        os.rmdir(path)
    else:
        os.unlink(path)


# The devices of the folders that ``uncover`` made: those may be changed freely.
_covered: set[int] = set()
_own: set[str] = set()  # the private folders, likewise


def _is_ours(folder: str) -> bool:
    return folder in _own or os.stat(folder).st_dev in _covered


def _inside(target: str, name: str) -> str:
    """The folder ``name`` of ``target``, a link such as /bin followed within the new root."""
    path = f"{target}/{name}"
    if not os.path.islink(path):
        return path
    link = os.readlink(path)
    if link.startswith("/"):
        sys.exit(f"the image writes to {name}, which is a link to {link} on this machine")
    return os.path.normpath(f"{target}/{link}")


def _is_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


def _show(source: str, target: str) -> None:
    """Bind one path of the machine, of whatever kind, into a folder of the container's own."""
    if os.path.islink(source):
        os.symlink(os.readlink(source), target)
        return
    _make_place(source, target)
    # What vanished meanwhile, or is no one's to see, is left out.
    with contextlib.suppress(FileNotFoundError, PermissionError):
        bind(source, target)


def _make_place(source: str, target: str) -> None:
    if os.path.isdir(source):
        os.makedirs(target, exist_ok=True)
    else:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))


def _place(source: str, target: str) -> None:
    """Put one path of the image at a free name."""
    status = os.lstat(source)
    if stat.S_ISLNK(status.st_mode):
        os.symlink(os.readlink(source), target)
    elif stat.S_ISDIR(status.st_mode):
        os.mkdir(target)
        for name in os.listdir(source):
            _place(f"{source}/{name}", f"{target}/{name}")
        os.chmod(target, stat.S_IMODE(status.st_mode))
    elif status.st_size > COPIED_UP_TO:
        os.close(os.open(target, os.O_CREAT | os.O_WRONLY, 0o600))
        bind_read_only(source, target)
    else:
        with open(source, "rb") as read, open(target, "wb") as write:
            write.write(read.read())
        os.chmod(target, stat.S_IMODE(status.st_mode))


def _fresh(path: str, kind: str, data: str) -> None:
    """Mount a new file system of a kind where the kernel allows it; else the machine's stays."""
    if os.path.isdir(path) and not os.path.islink(path):
        with contextlib.suppress(PermissionError):
            mount(kind, path, kind, data=data)
