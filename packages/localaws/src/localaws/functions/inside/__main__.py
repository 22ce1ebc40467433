"""Starts the Python runtime: by an import, as what is imported was compiled before."""

from bootstrap import main  # type: ignore[import-not-found]

main()
