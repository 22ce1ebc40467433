"""Metric math: expressions over the metrics of an alarm. All of it is pure."""
