"""One module for each protocol in which a service of our own responds: a result as its clients read it."""
