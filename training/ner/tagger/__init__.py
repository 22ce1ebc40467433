"""Trains a named-entity tagger from tokenised Parquet, and serves it.

``training_job`` is what ``train`` runs and ``server`` what ``serve`` runs; read those two first.
"""
