"""Runs functions: sandboxes that are reused, the Runtime API that they ask for their events, their logs.

What is decided is in ``failures``, ``lines``, ``environment``, ``http_messages``, ``runtime_calls`` and
``concurrency``, which are pure. ``loop`` is the one thread in which ``sandbox`` and ``executor`` act, so
that neither needs a lock.
"""
