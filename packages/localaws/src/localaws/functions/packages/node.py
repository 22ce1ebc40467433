"""The Node.js of functions: this machine's, with the AWS SDK for JavaScript that AWS's runtimes bring.

Functions use the SDK (version 3) without bringing it, so it is installed from npm once, when a
function that names it is made; a function that does not needs nothing. Beside it lies the program
itself, where it is not one of those that every container sees.
"""

from __future__ import annotations

import io
import logging
import os
import re
import shutil
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from localaws.functions.runtimes import LambdaRuntime, note
from localaws.runtime.protocol import RuntimeRefused

_CLIENTS = (
    *("cloudformation", "cloudwatch", "cloudwatch-logs", "dynamodb", "ecr", "eventbridge", "iam"),
    *("kms", "lambda", "s3", "sagemaker", "sagemaker-runtime", "scheduler", "secrets-manager"),
    *("ses", "sesv2", "sfn", "sns", "sqs", "ssm", "sts"),
)
SDK = frozenset(
    {
        *(f"@aws-sdk/client-{name}" for name in _CLIENTS),
        *("@aws-sdk/lib-dynamodb", "@aws-sdk/util-dynamodb", "@aws-sdk/lib-storage"),
        *("@aws-sdk/s3-request-presigner", "@aws-sdk/credential-providers"),
        *("@smithy/node-http-handler", "@smithy/signature-v4", "@aws-crypto/sha256-js"),
    }
)
_NAMED = re.compile(rb"""["'`](@(?:aws-sdk|smithy)/[a-z0-9-]*)""")
_SOURCES = (".js", ".mjs", ".cjs")
_LARGEST_SOURCE = 32 << 20
_SEEN_BY_ALL = ("/usr/", "/bin/", "/opt/")  # of the machine: what every container has
_INSTALL_SECONDS = 300

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Node:
    """A Node.js of this machine."""

    executable: Path
    version: str  # such as "22.3.0"


def wanted(zips: Iterable[bytes]) -> frozenset[str]:
    """The packages of the SDK that code names and does not bring.

    A name that is put together when it runs (``@aws-sdk/client-${service}``) may be any of those that
    the services here have.
    """
    found: set[str] = set()
    brought: set[str] = set()
    for content in zips:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for member in archive.infolist():
                name = member.filename
                if "node_modules/" in name:
                    parts = name.rpartition("node_modules/")[2].split("/")
                    brought.add("/".join(parts[:2]))
                elif name.endswith(_SOURCES) and member.file_size <= _LARGEST_SOURCE:
                    found |= {each.decode() for each in _NAMED.findall(archive.read(member))}
    missing = found - brought
    whole = frozenset(name for name in missing if not name.endswith(("/", "-")))
    return whole if whole == missing else whole | SDK


class Nodes:
    """Called with a runtime and the packages it wants: the folder with them; None: it needs none."""

    def __init__(self, home: Path) -> None:
        self._folder = home.absolute() / "functions" / "node"
        self._making = threading.Lock()
        self._node: Node | None = None
        self._found: dict[frozenset[str], Path] = {}

    def __call__(self, runtime: LambdaRuntime, packages: frozenset[str]) -> Path | None:
        """Raises RuntimeRefused where this machine has no Node.js."""
        with self._making:
            if self._node is None:
                self._node = find_node()
                if said := note(runtime, self._node.version):
                    log.info("%s", said)
            seen = str(self._node.executable).startswith(_SEEN_BY_ALL)
            if seen and not packages:
                return None
            found = self._found.get(packages)
            if found is None:
                found = self._found[packages] = self._ensure(self._node, packages)
            return found

    def _ensure(self, node: Node, packages: frozenset[str]) -> Path:
        """The folder that has all of them, of which an earlier one may have more."""
        for listed in sorted(self._folder.glob(f"{node.version}-*/packages")):
            if packages <= set(listed.read_text().split()):
                return listed.parent
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(dir=self._folder, prefix="making-"))
        try:
            for name in ("node_modules", "bin"):
                (aside / name).mkdir()
            _bring(node.executable, aside / "bin" / "node")
            there = packages if not packages or _install(aside, packages) else ()
            (aside / "packages").write_text("\n".join(sorted(there)))
            aside.chmod(0o755)
            # What npm could not install is tried again with the next server; until then it lacks.
            path = self._folder / f"{node.version}-{aside.name.removeprefix('making-')}"
            aside.rename(path)
            return path
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def find_node() -> Node:
    """The Node.js on the PATH.

    Raises:
        RuntimeRefused: there is none.
    """
    named = shutil.which("node")
    if named is not None:
        said = "console.log(process.execPath + '\\n' + process.versions.node)"
        ran = subprocess.run([named, "-e", said], capture_output=True, text=True, check=False)
        words = ran.stdout.splitlines()
        if ran.returncode == 0 and len(words) == 2:
            return Node(Path(words[0]).resolve(), words[1])
    raise RuntimeRefused(
        "this machine has no Node.js that runs, which functions of the runtime nodejs need: install "
        "it so that `node` is on the PATH of the embedded AWS, and start that again"
    )


def _bring(executable: Path, target: Path) -> None:
    try:
        os.link(executable, target)
    except OSError:  # of another file system, or of another user
        shutil.copy2(executable, target)


def _install(folder: Path, packages: frozenset[str]) -> bool:
    """Whether npm has put all of them there; what it says where it has not is logged."""
    npm = shutil.which("npm")
    if npm is None:
        log.warning("a function wants the AWS SDK for JavaScript, and this machine has no npm")
        return False
    command = [npm, "install", "--prefix", str(folder), "--no-save", "--no-package-lock"]
    command += ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    log.info("installing the AWS SDK for JavaScript for functions, once; that may take a minute")
    try:
        ran = subprocess.run(
            [*command, *sorted(packages)],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
            timeout=_INSTALL_SECONDS,
        )
    except subprocess.TimeoutExpired:
        log.warning("npm did not install the AWS SDK for JavaScript in %d s", _INSTALL_SECONDS)
        return False
    if ran.returncode != 0:
        log.warning("npm could not install the AWS SDK for JavaScript: %s", ran.stderr.strip())
    return ran.returncode == 0
