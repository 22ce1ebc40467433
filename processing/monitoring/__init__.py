"""Does what the endpoint is asked, and what it answers, still look like what its model was trained on?

It travels in the zip of each pipeline, and runs in the image's own Python (3.8 and later) with numpy:
``python3 -m monitoring``. In order: ``captures`` reads what the endpoint has captured, a reader (``tabular``, or the
pipeline's own) makes ``columns`` of it, ``divergence`` compares them with the ``baseline`` that the evaluation of the
model has written, ``judgement`` says what that means, ``page`` shows it.
"""
