"""Turns a corpus of labelled sentences into tokenised splits that a tagger trains on.

In order: ``sources`` finds the files and their splits; ``survey`` reads all of them once, so that
nothing is written for data that is broken; ``splits`` and ``tokenizer`` are settled; ``job`` has them
read again (``divided``), tokenises (``words``, ``texts``), cuts ``windows`` and writes ``tables``;
``report`` says what was done.
"""
