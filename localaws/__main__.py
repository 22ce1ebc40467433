"""``python -m localaws``: the embedded AWS as a program, in the foreground."""

from localaws.server.program import main

if __name__ == "__main__":
    raise SystemExit(main())
