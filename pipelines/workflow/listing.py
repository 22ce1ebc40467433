"""What lies below an S3 address: how many objects, how many bytes, and one digest of their keys and ETags.

S3 lists in pages, in the order of the keys, and what a state passes on may have 256 KiB. So each page is small
enough for the longest keys there are, and only the digest of it goes on: the next page's is made from it.
An execution has 25,000 events; beyond a number of pages the digest is given up, and the listing says so.
"""

from typing import Any

from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Choice, catch_all, with_also
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
_NOTHING = jsonata.literal({"objects": 0, "bytes": 0, "pages": 0, "digest": ""})


class Listing(Fragment):
    """Lists page by page; afterwards `$.listing` is `{objects, bytes, digest, pages}`, and `token` where it gave up.

    look: the name of the state that lists the first page. more: of the one that lists the others.
    whole: of the choice between them. uri: the code of the address.
    counts: the code of whether an object counts, by its `$key` and the address's `$prefix`; without arrays and
    objects, as Step Functions takes each that is made in a loop for a level of nesting, of which it allows 100.
    failed: what follows a listing that was refused; it finds why in `$.failure`.
    patient: whether a refusal is worth more tries, as it may be no more than a throttled call.

    What follows a whole listing is said by `when` and `otherwise` of `whole`, or by what comes next.
    """

    def __init__(
        self,
        look: str,
        more: str,
        whole: str,
        *,
        uri: str,
        counts: str,
        failed: Any,
        comment: str,
        patient: bool = False,
    ) -> None:
        first = _page(look, _request(uri), _with_a_page(_NOTHING, uri, counts), failed, comment)
        next_page = _page(
            more,
            {**_request(uri), "ContinuationToken": jsonata.expression(f"{_LISTING}.token")},
            _with_a_page(_LISTING, uri, counts),
            failed,
            f"The next {KEYS_A_PAGE} objects.",
        )
        self.whole = Choice(whole, "S3 lists in pages.")
        self.whole.when(f"$exists({_LISTING}.token) and {_LISTING}.pages < {MOST_PAGES}", next_page)
        for page in (first, next_page):
            page.add_retry(retries.of_a_poll("S3") if patient else retries.of_a_look("S3"))
            page.next(self.whole)
        super().__init__(first, [self.whole])


def listed() -> str:
    """The code of what a listing found; its digest is null where it was too long to be read to its end."""
    return jsonata.mapping(
        {
            "objects": f"{_LISTING}.objects",
            "bytes": f"{_LISTING}.bytes",
            "digest": f"$exists({_LISTING}.token) ? null : {_LISTING}.digest",
        }
    )


def _page(name: str, request: dict[str, Any], output: str, failed: Any, comment: str) -> Call:
    page = Call(name, "s3", "listObjectsV2", request, comment, output=output)
    catch_all(page, failed)
    return page


def bucket_of(uri: str) -> str:
    """The code of the bucket of an S3 address, which is code too."""
    return f'$substringBefore($substringAfter({uri}, "s3://"), "/")'


def prefix_of(uri: str) -> str:
    """The code of what follows the bucket in an S3 address."""
    rest = f'$substringAfter({uri}, "s3://")'
    return f'$contains({rest}, "/") ? $substringAfter({rest}, "/") : ""'


def _request(uri: str) -> dict[str, Any]:
    return {
        "Bucket": jsonata.expression(bucket_of(uri)),
        "Prefix": jsonata.expression(prefix_of(uri)),
        "MaxKeys": KEYS_A_PAGE,
    }


def _with_a_page(before: str, uri: str, counts: str) -> str:
    bindings = {
        "seen": before,
        "prefix": prefix_of(uri),
        "counts": jsonata.function("$key", counts),
        "found": "[$filter($states.result.Contents, function($object) { $counts($object.Key) })]",
        "lines": '[$map($found, function($object) { $object.Key & " " & $object.ETag })]',
        # One at a time: $hash takes 10,000 characters.
        "digest": "$reduce($append([$seen.digest], $lines), function($so_far, $line) "
        '{ $hash($so_far & "\\n" & $line, "SHA-256") })',
    }
    page = {
        "objects": "$seen.objects + $count($found)",
        "bytes": "$seen.bytes + $sum($append([0], $found.Size))",
        "pages": "$seen.pages + 1",
        "digest": "$digest",
    }
    following = '$states.result.IsTruncated ? {"token": $states.result.NextContinuationToken} : {}'
    return jsonata.block(
        bindings, with_also("listing", f"$merge([{jsonata.mapping(page)}, {following}])")
    )
