"""The processing jobs of the named-entity pipeline: labelled sentences in, tokenised splits out; and, with the word
``evaluate`` first, two models in and their scores out.

It travels as a zip that the job runs as a program (``python3 <asset>.zip ARGS``), so the zip's root
is on the path and ``corpus``, ``scoring`` and ``evaluating`` are top-level packages there.
"""

import sys

from corpus.ending import run


def job() -> str:
    # Imported here, so that a broken installation is told as well.
    arguments = sys.argv[1:]
    if arguments[:1] == ["evaluate"]:
        from scoring.program import work as evaluate  # type: ignore[import-not-found]

        measured: str = evaluate(arguments[1:])
        return measured
    from corpus.program import work

    said: str = work(arguments[1:] if arguments[:1] == ["prepare"] else arguments)
    return said


if __name__ == "__main__":
    sys.exit(run(job))
