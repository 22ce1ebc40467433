"""Resource types that are made through the services' own APIs, one or two a module."""
