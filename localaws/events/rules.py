"""Makes moto's event rules start state machines, and mends how they match."""

from __future__ import annotations


def deliver_to_state_machines() -> None:
    """Replace moto's delivery of events to targets. Call once, before the server serves."""
