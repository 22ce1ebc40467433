"""What the processing code of every pipeline shares: how rows are divided, and how models are compared.

It travels in the zip of each pipeline, beside the pipeline's own package, and runs in the image's own Python
(3.8 and later) with numpy. It knows nothing of any pipeline: what a row is, how a model is loaded and what it
says are for the pipeline's code.
"""
