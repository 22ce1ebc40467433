"""The retraining workflow that pipelines share, written in the order in which it runs.

`retraining` is the list; each part is in a module named by what it does, with its failures inside. A pipeline
that needs another shape puts the same parts in another row, in its own module.
"""
