"""``python -m localaws prune``: frees what nothing uses any more in a home folder, and says how much."""
