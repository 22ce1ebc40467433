"""What an upload, or taking one back, comes to: said before it is done."""

from __future__ import annotations

from collections.abc import Iterable

from stepline.uploads.change import Change
from stepline.uploads.record import Record
from stepline.uploads.undo import Undo
from stepline.uploads.upload import Upload

NAMED = 5  # of many, this many are named


def of_upload(upload: Upload, undo: str) -> str:
    """Lines about what goes and what comes; ``undo`` is the command that takes it back."""
    lines = [line for change in upload.changes for line in _of_change(change)]
    if upload.replaces:
        lines.append(
            f"What goes stays as an earlier version for a while: `{undo}` takes this upload back."
            if upload.can_be_undone
            else "The bucket keeps no versions: what goes is lost, and no --undo brings it back."
        )
    return "\n".join(lines)


def of_undo(undo: Undo, bucket: str) -> str:
    """Lines about what taking back an upload brings and removes."""
    restored = [(key, before.size) for key, before in undo.restored.items()]
    deleted = [(key, each.size) for key, each in undo.deleted.items()]
    lines = [f"Takes back {of_record(undo.record)}, in s3://{bucket}:"]
    if restored:
        lines.append(f"  comes back: {_objects(restored)}")
    if deleted:
        lines.append(f"  goes:       {_objects(deleted)}")
    if not restored and not deleted:
        lines.append("  nothing: all lies there as it did before")
    return "\n".join(lines)


def of_record(record: Record) -> str:
    """An upload of earlier, such as "the upload of …, by …"."""
    interrupted = "" if record.ended else ", which was interrupted"
    return f"the upload of {record.source}, at {record.began} by {record.by}{interrupted}"


def size(count: int) -> str:
    """Bytes for a person to read, such as 1.2 MB."""
    if count < 1000:
        return f"{count} bytes" if count != 1 else "1 byte"
    amount = float(count)
    for unit in ("kB", "MB", "GB"):
        amount /= 1000
        if amount < 999.95:
            return f"{amount:.1f} {unit}"
    return f"{amount / 1000:,.1f} TB"


def printable(name: str) -> str:
    """A key as a terminal may show it: others may have put control characters into it."""
    return "".join(each if each.isprintable() else "\ufffd" for each in name)


def amount(sizes: Iterable[int]) -> str:
    """How much there is, such as "2 objects, 1.2 MB"."""
    found = list(sizes)
    if not found:
        return "nothing"
    return f"{len(found):,} {'object' if len(found) == 1 else 'objects'}, {size(sum(found))}"


def _of_change(change: Change) -> Iterable[str]:
    if not change.sent and not change.gone:
        yield f"{change.uri} holds just that already: {amount(o.size for o in change.there.values())}."
        return
    yield f"{change.uri} holds {amount(each.size for each in change.there.values())}."
    for title, found in (
        ("comes", [(key, file.size) for key, file in change.new.items()]),
        ("replaces what is there", [(key, file.size) for key, file in change.replaced.items()]),
        ("goes", [(key, change.there[key].size) for key in change.gone]),
        ("stays", [(key, change.there[key].size) for key in change.stays]),
    ):
        if found:
            yield f"  {title}: {_objects([(k.removeprefix(change.prefix), n) for k, n in found])}"


def _objects(found: list[tuple[str, int]]) -> str:
    names = ", ".join(printable(name) for name, _ in found[:NAMED])
    more = f" and {len(found) - NAMED:,} more" if len(found) > NAMED else ""
    return f"{amount(count for _, count in found)}: {names}{more}"
