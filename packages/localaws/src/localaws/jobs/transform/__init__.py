"""Batch transform: what is split, sent, joined and stored (pure), what the kind is (``kind``), and its work."""
