"""Past executions and what they made: their history, what serves and why, what differs, what waits for a human.

``items``         what the stack's table holds of runs and of approvals
``record``        the record of a run, wherever it lies
``past``          executions, newest first, with or without a record
``serving``       what an endpoint serves, and the record of what made it
``differences``   between two records
``approval``      says yes or no for an execution that waits
``resume``        goes on with one that failed

What is shown of each is in the module of its name with ``_report`` after it.
"""
