"""What lies below an S3 address: how many objects, how many bytes, and one digest of their keys and ETags.

S3 lists in pages, in the order of the keys, and what a state passes on may have 256 KiB. So each page is small
enough for the longest keys there are, and only the digest of it goes on: the next page's is made from it.
An execution has 25,000 events; beyond a number of pages the digest is given up, and the listing says so.
"""

from typing import Any

from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Catch, Choice, with_also
from pipelines.workflow import retries

KEYS_A_PAGE = 100
"""A key has at most 1,024 bytes, as JSON twice that, and what S3 says beside it some 300."""
MOST_PAGES = 600
"""Of one listing. Each costs seven events of an execution's 25,000, and an execution has up to four listings."""
MOST_OBJECTS = KEYS_A_PAGE * MOST_PAGES

# The name of a marker, such as `_SUCCESS` or `.done`, or of a folder that a console made: no content.
_MARKER = r"/(^|\/)([_.][^\/]*)?" + jsonata.END_OF_TEXT + "/"
IS_CONTENT = f"$not($contains($key, {_MARKER}))"
_LISTING = "$states.input.listing"


class Listing(Fragment):
    """Lists page by page; afterwards `$.listing` is `{objects, bytes, digest, pages, of, …}`.

    look: the name of the state that lists a page. whole: that of the choice that asks for the next.
    of: a word that no other listing of the workflow has. uri: the code of the address.
    counts: the code of whether an object counts, by its `$key` and the address's `$prefix`.
    failed: what follows a listing that was refused; it finds why in `$.failure`.

    What follows a whole listing is said by `when` and `otherwise`, or by what comes next.
    """

    def __init__(
        self, look: str, whole: str, *, of: str, uri: str, counts: str, failed: Any, comment: str
    ) -> None:
        self.look = Call(
            look,
            "s3",
            "listObjectsV2",
            _request(of, uri),
            comment,
            output=_with_a_page(of, uri, counts),
        )
        self.look.add_retry(retries.of_a_look("S3"))
        self.look.add_catch(Catch(["States.ALL"], failed))
        self.whole = Choice(whole, "S3 lists in pages.")
        self.whole.when(f"$exists({_LISTING}.token) and {_LISTING}.pages < {MOST_PAGES}", self.look)
        self.look.next(self.whole)
        super().__init__(self.look, [self.whole])


def listed() -> str:
    """The code of what a listing found; its digest is null where it was too long to be read to its end."""
    return jsonata.mapping(
        {
            "objects": f"{_LISTING}.objects",
            "bytes": f"{_LISTING}.bytes",
            "digest": f"$exists({_LISTING}.token) ? null : {_LISTING}.digest",
        }
    )


def _seen(of: str) -> str:
    """What the pages before had."""
    nothing = {"objects": 0, "bytes": 0, "pages": 0, "digest": ""}
    return f"{_LISTING}.of = {jsonata.literal(of)} ? {_LISTING} : {jsonata.literal(nothing)}"


def _address(uri: str) -> dict[str, str]:
    return {
        "rest": f'$substringAfter({uri}, "s3://")',
        "prefix": '$contains($rest, "/") ? $substringAfter($rest, "/") : ""',
    }


def _request(of: str, uri: str) -> str:
    page = {
        "Bucket": '$substringBefore($rest, "/")',
        "Prefix": "$prefix",
        "MaxKeys": str(KEYS_A_PAGE),
    }
    following = '$exists($seen.token) ? {"ContinuationToken": $seen.token} : {}'
    return jsonata.block(
        {"seen": _seen(of), **_address(uri)},
        f"$merge([{jsonata.mapping(page)}, {following}])",
    )


def _with_a_page(of: str, uri: str, counts: str) -> str:
    bindings = {
        "seen": _seen(of),
        **_address(uri),
        "counts": jsonata.function("$key", counts),
        "found": "[$filter($states.result.Contents, function($object) { $counts($object.Key) })]",
        "lines": '[$map($found, function($object) { $object.Key & " " & $object.ETag })]',
        # One at a time: $hash takes 10,000 characters.
        "digest": "$reduce($append([$seen.digest], $lines), function($so_far, $line) "
        '{ $hash($so_far & "\\n" & $line, "SHA-256") })',
    }
    page = {
        "of": jsonata.literal(of),
        "objects": "$seen.objects + $count($found)",
        "bytes": "$seen.bytes + $sum($append([0], $found.Size))",
        "pages": "$seen.pages + 1",
        "digest": "$digest",
    }
    following = '$states.result.IsTruncated ? {"token": $states.result.NextContinuationToken} : {}'
    return jsonata.block(
        bindings, with_also("listing", f"$merge([{jsonata.mapping(page)}, {following}])")
    )
