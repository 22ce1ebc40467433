"""What a namespace container sees of the machine's files, and what becomes of what it writes."""

from __future__ import annotations

import ensurepip
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from .conftest import PYTHON, User


def test_nothing_is_at_the_top_but_what_an_image_has(seen: dict[str, Any]) -> None:
    listed = {"bin", "dev", "etc", "lib", "lib32", "lib64", "libx32", "opt", "proc", "root", "run"}
    listed |= {"sbin", "sys", "tmp", "usr", "var", "new"}
    assert set(seen["root"]) <= listed
    assert {"usr", "etc", "opt", "tmp", "dev", "proc"} <= set(seen["root"])


def test_no_secret_of_the_users_or_the_machines_can_be_read(seen: dict[str, Any]) -> None:
    read = dict(seen["read"])
    assert (read.pop("/opt/ml/input"), read.pop("/etc/of-the-image")) == ("input", "image")
    assert "root:" in read.pop("/etc/passwd")
    empty = {path: said for path, said in read.items() if path.startswith("/proc")}
    assert set(empty.values()) <= {"", "ENOENT"}
    assert {said for path, said in read.items() if path not in empty} == {"ENOENT"}


def test_home_and_run_are_its_own_and_empty(seen: dict[str, Any]) -> None:
    assert seen["home"] in ([], [".pyenv"])  # the second: Python itself lies there, in part
    assert seen["run"] == ["lock"]


def test_certificates_that_the_server_is_told_of_are_there(seen: dict[str, Any]) -> None:
    assert seen["certificate"] == "an authority"


def test_what_may_be_large_lies_on_disk(seen: dict[str, Any]) -> None:
    ml, temporary, home, etc, usr = seen["disks"]
    assert temporary == home == ml
    assert ml not in (etc, usr)


def test_devices_are_the_usual_few(seen: dict[str, Any]) -> None:
    usual = {"null", "zero", "full", "random", "urandom", "tty", "ptmx", "pts", "shm"}
    usual |= {"fd", "stdin", "stdout", "stderr"}
    assert {name for name in seen["devices"] if not name.startswith("nvidia")} == usual


def test_writes_succeed_and_vanish(seen: dict[str, Any], user: User) -> None:
    written = dict(seen["written"])
    # Of a file of root's below /usr, root alone changes the content: an ordinary user replaces it.
    expected = True if user.number == 0 else "EACCES"
    assert written.pop("/usr/bin/env") == expected
    assert set(written.values()) == {True}
    for path in written:
        if path not in ("/opt/ml/out", "/etc/hosts", "/etc/passwd"):
            assert not Path(path).exists(), path
    assert "written" not in Path("/etc/hosts").read_text() + Path("/etc/passwd").read_text()
    assert (user.folder / "ml" / "out").read_text() == "written\n"


def test_an_image_that_changes_the_system_at_its_start_works(user: User) -> None:
    script = """
        set -e
        echo '10.0.0.1 database' >> /etc/hosts
        sed -i 's/^root:x/root:y/' /etc/passwd
        mkdir -p /srv/app /usr/local/share/app /var/lib/app
        rm /usr/bin/env
        printf '#!/bin/sh\\necho replaced' > /usr/bin/env
        chmod +x /usr/bin/env
        mv /etc/of-the-image /etc/moved
        env && grep -c '^root:y' /etc/passwd && cat /etc/moved && echo && grep -c database /etc/hosts
    """
    ran = user.container(["sh", "-c", script])
    assert ran.stdout.split() == ["replaced", "1", "image", "1"], ran.stdout + ran.stderr
    assert (user.folder / "tree" / "etc" / "of-the-image").exists()


def test_the_images_environment_can_be_changed_and_stays_as_it_is(user: User) -> None:
    packages = user.folder / "server" / "environments" / "any"
    (packages / "bin").mkdir(parents=True)
    (packages / "bin" / "python").symlink_to(PYTHON)
    (packages / "file").write_text("as it was")
    for path in (packages.parent, packages, *packages.rglob("*")):
        os.chown(path, user.number, user.group, follow_symlinks=False)
    script = f"cd {packages} && rm bin/python && echo new > file && mkdir x && cat file && ls"
    ran = user.container(["sh", "-c", script], packages=packages)
    # What it wrote lay on disk: the harness fails where that is not removed behind its end.
    assert (ran.returncode, ran.stdout.split()) == (0, ["new", "bin", "file", "x"]), ran.stderr
    assert (packages / "file").read_text() == "as it was"
    assert (packages / "bin" / "python").is_symlink()


def test_pip_installs_into_the_images_environment_and_the_image_stays_as_it_is(
    user: User,
) -> None:
    if not os.access(sys.base_prefix, os.X_OK) or user.number != os.getuid():
        pytest.skip("the tests' Python is not this user's to read")
    packages = user.folder / "server" / "environments" / "x"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", packages], check=True)
    (pip,) = Path(ensurepip.__file__).parent.glob("_bundled/pip-*.whl")
    shutil.copy(pip, user.folder / "ml" / "pip.whl")
    with zipfile.ZipFile(user.folder / "ml" / "late-1.0-py3-none-any.whl", "w") as wheel:
        for name, text in WHEEL.items():
            wheel.writestr(name, text)
    script = (
        "python /opt/ml/pip.whl/pip install --no-index /opt/ml/late-1.0-py3-none-any.whl"
        " && python -c 'import late; print(late.X)'"
    )
    ran = user.container(["sh", "-c", f"PATH={packages}/bin:$PATH; {script}"], packages=packages)
    assert ran.stdout.splitlines()[-1] == "installed late", ran.stdout + ran.stderr
    assert not list(packages.rglob("late.py"))


WHEEL = {
    "late.py": "X = 'installed late'",
    "late-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: late\nVersion: 1.0\n",
    "late-1.0.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    "late-1.0.dist-info/RECORD": "late.py,,\n",
}
