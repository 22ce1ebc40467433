"""Which cgroups of this machine children may be made of that limit memory, v1 or v2; and removing them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

PREFIX = "localaws-"  # of a server's cgroup, its process id follows


def candidates(proc: Path = Path("/proc")) -> Iterator[tuple[Path, int]]:
    """The cgroups below which one might be made, the nearest first, with their version."""
    try:
        own = [line.split(":", 2) for line in (proc / "self/cgroup").read_text().splitlines()]
        mounts = [line.split() for line in (proc / "self/mountinfo").read_text().splitlines()]
    except OSError:
        return
    for mount in mounts:
        kind, options = mount[mount.index("-") + 1], mount[-1].split(",")
        version = 1 if kind == "cgroup" and "memory" in options else 2 if kind == "cgroup2" else 0
        for _, controllers, path in own:
            mine = "memory" in controllers.split(",") if version == 1 else not controllers
            if not version or not mine:
                continue
            top, point = mount[3], Path(mount[4])
            inside = Path(path).relative_to(top) if path.startswith(top) else Path()
            here = point / str(inside).strip("/")
            if version == 1:
                yield here, 1
                continue
            while True:
                enabled = _text(here / "cgroup.subtree_control").split()
                if "memory" in enabled:
                    yield here, 2
                if here == point:
                    break
                here = here.parent


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""


def remove_left_over(root: Path) -> None:
    """Remove the cgroups of servers that were killed."""
    for path in root.glob(f"{PREFIX}*"):
        if not Path("/proc", path.name.removeprefix(PREFIX).partition("-")[0]).exists():
            for child in path.glob("*/"):
                remove(child)
            remove(path)


def remove(path: Path) -> bool:
    """Remove a cgroup; False where it has processes still, or is not ours."""
    try:
        path.rmdir()
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True
