"""Makes S3 prefixes hold exactly what files and folders of the user's hold, and takes that back.

``source`` reads the disk, ``stored`` reads the bucket, ``change`` compares the two, ``upload`` carries a
change out, ``record`` remembers it beside the data, ``undo`` takes the last one back, and ``wording``
says what any of it comes to before it is done.
"""
