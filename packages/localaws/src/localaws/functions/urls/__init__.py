"""Function URLs: an HTTP request becomes an event (``request``), what the function returns a response
(``response``), for the pages of other origins that may ask (``cross_origin``). ``serving`` does it.

HTTP itself, and which host names mean a function, is the server's.
"""
