"""An execution as it is followed: on a terminal, line by line, or as JSON.

``stepline.watch`` looks again and again; what is here says what a look shows.
"""
