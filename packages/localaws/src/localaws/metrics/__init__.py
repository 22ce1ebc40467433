"""CloudWatch metrics: what was published of them, statistics and math of it, and the operations on them.

What is kept is kept below (``this_aws``), where every part of this process publishes; alarms, above, watch it.
"""
