"""The code of functions: zips and layers, unpacked into what a runtime starts."""
