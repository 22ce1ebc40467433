"""The Amazon States Language: a definition as text becomes frozen objects, one file for each noun.

Nothing is evaluated here and nothing is remembered between two definitions: whoever reads a definition
gets objects or ``Problem``s. Values are ``evaluation``'s, execution is ``engine``'s.
"""
