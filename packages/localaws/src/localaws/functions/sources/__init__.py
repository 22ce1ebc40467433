"""Event source mappings: queues whose messages a function is invoked with.

``book`` has them all, ``consumer`` reads the queue of one. What decides is pure: what a request may ask
for (``asked``), which messages pass (``filters``), what an event is (``records``), which messages are done
(``batch``).
"""
