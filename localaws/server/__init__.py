"""One port, one process: the services put together, started and stopped."""
