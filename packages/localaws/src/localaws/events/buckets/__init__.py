"""S3's events: what happens to objects, told to functions, queues, topics and the default event bus.

``record`` and ``detail`` say how (pure), ``admission`` what a bucket may ask for, ``notifications`` does it.
"""
