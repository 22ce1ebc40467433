"""Measures taggers on the test split, the new one beside the one that serves.

In order: ``artifact`` unpacks a model, ``model`` loads it, ``asking`` makes windows of sentences with the model's own
tokenizer and runs it, ``decoding`` makes entities of its scores; ``job`` compares and writes.
"""
