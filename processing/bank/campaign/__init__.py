"""Turns a bank's campaign table into features, and measures the model that is trained on them.

``preparation`` reads tables (``sources``, ``table``), divides them (``splits``), fits an encoding on the
training split (``fitting``) and writes features; ``evaluation`` scores the test split (``model``,
``figures``) and says it in words and as a picture; ``customers`` sends raw rows through an encoding
that is fitted already, with the standard library alone. All is Python 3.8, which AWS's image has.
"""
