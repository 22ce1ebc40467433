"""Distributed Map: map runs and their child executions."""
