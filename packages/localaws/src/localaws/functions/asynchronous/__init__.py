"""Invocations that nobody waits for: tried again, given up, and where they are told then."""
