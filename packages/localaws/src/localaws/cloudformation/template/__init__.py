"""What a text asks for, before anything is made: ``documents`` reads it, ``structure`` finds it sound.

``parts`` is what comes out. Nothing here evaluates a function or knows of a stack.
"""
