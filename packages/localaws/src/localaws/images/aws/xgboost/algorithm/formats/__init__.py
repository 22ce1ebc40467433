"""The formats of data, from bytes to numbers: training reads files with them, serving requests."""
