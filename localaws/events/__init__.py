"""Fires EventBridge rules and EventBridge Scheduler schedules."""

from localaws.events.announcements import announce_endpoints, announce_jobs
from localaws.events.rules import deliver_to_state_machines
from localaws.events.ticker import Ticker

__all__ = ["Ticker", "announce_endpoints", "announce_jobs", "deliver_to_state_machines"]
