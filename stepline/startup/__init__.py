"""What a program finds that is started with ``stepline exec``: this folder is on its PYTHONPATH.

It is the user's program, in the user's own Python, whichever that is: nothing here imports ours.
"""
