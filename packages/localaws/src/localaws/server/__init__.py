"""One port, one process: moto's services and ours behind one address; start, health and stop."""
