"""Runs state machines: each step is an event, and what comes next follows from the events."""
