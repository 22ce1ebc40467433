"""From a log of impressions to records, and from what a model says of them to figures.

An impression is an ad that was shown; a row of the log says what was shown where, and whether it was
clicked. ``encoding`` and ``customers``' counterpart ``requests`` need the standard library only: they also
run on the machine of whoever asks an endpoint.
"""
