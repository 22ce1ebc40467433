"""What every container has without its image: the folders of a bare Debian, made once a server.

They lie over the machine's own folders, which the container sees below what it writes, and hide what
of /etc is no image's. Where that cannot be, /etc is a copy instead: an ordinary user could not change
files of root's in an overlay, and not every file system can hide a name.
"""

from __future__ import annotations

import os
import shutil
import stat
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from localaws.runtime import etc_of_the_machine
from localaws.runtime.scratch import make_owned

_FOLDERS = (
    *("dev", "etc", "opt/ml", "proc", "root", "run/lock", "usr", "usr/local"),
    *("var/cache/apt/archives/partial", "var/lib/apt/lists/partial", "var/lib/dpkg/info"),
    *("var/lib/dpkg/updates", "var/lib/dpkg/triggers", "var/lib/dpkg/alternatives", "var/local"),
    *("var/log/apt", "var/mail", "var/opt", "var/spool", "var/backups"),
)
_FOR_EVERYBODY = ("tmp", "var/tmp")
_LINKS = {"var/run": "/run", "var/lock": "/run/lock"}
_TOP = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_ETC = "/etc"


@dataclass(frozen=True)
class BareImage:
    """A folder that lies below every image, and the machine's folders that lie below it."""

    folder: Path
    system: tuple[str, ...]


_made: dict[Path, BareImage] = {}
_making = threading.Lock()


def bare_image(home: Path) -> BareImage:
    """This server's; the folder is removed with those of dead servers' containers."""
    with _making:
        found = _made.get(home)
        if found is None or not found.folder.is_dir():
            found = _made[home] = _make(make_owned(home / "bare"))
        return found


def _make(folder: Path) -> BareImage:
    folder.chmod(0o755)
    for name in (*_FOLDERS, *_FOR_EVERYBODY):
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name in _FOR_EVERYBODY:
        (folder / name).chmod(0o1777)
    for name, target in _LINKS.items():
        (folder / name).symlink_to(target)
    system = ["/usr", "/var/lib/dpkg"]
    for name in _TOP:
        machines = Path("/", name)
        if machines.is_symlink():
            (folder / name).symlink_to(machines.readlink())
        elif machines.is_dir():
            (folder / name).mkdir()
            system.append(f"/{name}")
    if os.getuid() == 0 and _hide_in_etc(folder / "etc"):
        system.append(_ETC)
    else:
        _copy_etc(folder / "etc")
        _make_enterable(folder / "usr")
    (folder / "etc" / "mtab").symlink_to("/proc/self/mounts")
    return BareImage(folder, tuple(path for path in system if Path(path).is_dir()))


def _make_enterable(usr: Path) -> None:
    """Folders of an ordinary user's own over those of root's, where new files may be wanted."""
    folders = [
        *Path("/usr").iterdir(),
        *Path("/usr/local").iterdir(),
        *Path("/usr/share").iterdir(),
    ]
    folders += [*Path("/usr/lib").glob("python3*"), *Path("/usr/local/lib").glob("*/*-packages")]
    for folder in folders:
        if folder.is_dir() and not folder.is_symlink():
            (usr / folder.relative_to("/usr")).mkdir(parents=True, exist_ok=True)


def _hide_in_etc(etc: Path) -> bool:
    """Put an overlay's mark for "not here" over what is no image's; whether that can be done."""
    for path, shown, _ in _survey():
        if shown or path == "mtab":
            continue
        hidden = etc / path
        hidden.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.mknod(hidden, stat.S_IFCHR, os.makedev(0, 0))
        except OSError:
            shutil.rmtree(etc)
            etc.mkdir()
            return False
    return True


def _copy_etc(etc: Path) -> None:
    for path, shown, mode in _survey():
        source, target = f"{_ETC}/{path}", etc / path
        if not shown:
            continue
        if stat.S_ISLNK(mode):
            target.symlink_to(os.readlink(source))  # noqa: PTH115 - a thousand of them
        elif stat.S_ISDIR(mode):
            target.mkdir(exist_ok=True)
        else:
            shutil.copyfile(source, target)
            target.chmod(stat.S_IMODE(mode) | stat.S_IWUSR)


@lru_cache(maxsize=1)
def _survey() -> tuple[tuple[str, bool, int], ...]:
    """Each path below /etc, whether a container has it, and its mode; of hidden folders the top."""
    return tuple(_walk(""))


def _walk(above: str) -> Iterator[tuple[str, bool, int]]:
    for entry in os.scandir(f"{_ETC}/{above}"):
        path = f"{above}/{entry.name}" if above else entry.name
        mode = entry.stat(follow_symlinks=False).st_mode
        shown = etc_of_the_machine.is_shown(path, mode)
        if shown and stat.S_ISREG(mode):
            with open(entry.path, "rb") as file:  # noqa: PTH123 - hundreds of them at each start
                content = file.read(etc_of_the_machine.READ_UP_TO)
            shown = not etc_of_the_machine.holds_credentials(content)
        elif not (stat.S_ISLNK(mode) or stat.S_ISDIR(mode)):
            shown = shown and stat.S_ISREG(mode)
        yield path, shown, mode
        if shown and stat.S_ISDIR(mode):
            yield from _walk(path)
