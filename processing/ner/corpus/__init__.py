"""Turns a corpus of labelled sentences into tokenised splits that a tagger trains on.

In order: ``sources`` finds the files and their splits; ``survey`` reads all of them once, so that
nothing is written for data that is broken; ``tokenizer`` and ``alignment`` settle what a unit is;
``job`` reads them again, tokenises, cuts windows and writes Parquet; ``report`` says what was done.
"""
