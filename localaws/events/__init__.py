"""Fires EventBridge rules and EventBridge Scheduler schedules."""
