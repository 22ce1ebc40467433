"""The user's code: fetched from where ``sagemaker_submit_directory`` says, and unpacked.

A folder that already has code in it stays as it is, as AWS's training toolkit does.
"""

from __future__ import annotations

import logging
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from .errors import ClientError

log = logging.getLogger(__name__)

Download = Callable[[str, str, Path], None]  # bucket, key, target


def fetch(source: str, folder: Path, download: Download) -> None:
    """Bring the code of ``source`` (an archive in S3, an archive, a folder or a file) to ``folder``.

    Raises:
        ClientError: the archive cannot be read.
        Exception: what ``download`` raises.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        return
    if source.startswith("s3://"):
        with tempfile.TemporaryDirectory() as aside:
            archive = Path(aside, "source")
            where = urlsplit(source)
            download(where.netloc, where.path.lstrip("/"), archive)
            unpack(archive, folder, source)
    elif Path(source).is_dir():
        if Path(source).resolve() != folder.resolve():
            shutil.copytree(source, folder, dirs_exist_ok=True)
    elif not Path(source).exists():
        raise ClientError(f"There is no {source} to take the code from.")
    elif tarfile.is_tarfile(source):
        unpack(Path(source), folder, source)
    else:
        shutil.copy2(source, folder)


def unpack(archive: Path, folder: Path, name: str) -> None:
    """Unpack a ``.tar.gz``; nothing of it lands outside of ``folder``.

    As with AWS's toolkit a member whose name climbs out is put inside, one that links out is left out,
    both with a warning, and the job goes on.

    Raises:
        ClientError: it is no such archive, or cut off.
    """
    try:
        with tarfile.open(archive, "r:gz") as opened:
            opened.extractall(folder, filter=_inside)
    except (tarfile.TarError, EOFError, OSError) as error:
        raise ClientError(f"The source archive {name} cannot be read: {error}") from None


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    parts = member.name.replace("\\", "/").split("/")
    name = "/".join(part for part in parts if part not in ("", ".", ".."))
    if name != member.name:
        if not name:
            return None
        log.warning("The archive's member %r is put inside, as %r.", member.name, name)
    try:
        return tarfile.data_filter(member.replace(name=name), folder)
    except tarfile.FilterError as error:
        log.warning("The archive's member %r is left out: %s", member.name, error)
        return None


def said(fetch: Callable[[str, str], None]) -> Callable[[str, str], None]:
    """The toolkit's own ``fetch``, whose failure is a sentence where the toolkit would tell its trace."""

    def fetched(uri: str, path: str) -> None:
        from sagemaker_training.errors import ClientError as ToolkitsError

        try:
            fetch(uri, path)
        except Exception as error:  # of S3, of the archive, of a folder
            why = str(error) or type(error).__name__
            raise ToolkitsError(f"The code of {uri} cannot be fetched: {why}") from error

    return fetched


def from_s3(environment: Mapping[str, str]) -> Download:
    """A download with the job's own credentials."""

    def download(bucket: str, key: str, target: Path) -> None:
        import boto3  # type: ignore[import-untyped, unused-ignore]  # half a second: only where there is something to fetch

        region = environment.get("AWS_REGION") or environment.get("SAGEMAKER_REGION") or None
        client = boto3.client(
            "s3", region_name=region, endpoint_url=environment.get("S3_ENDPOINT_URL")
        )
        client.download_file(bucket, key, str(target))

    return download
