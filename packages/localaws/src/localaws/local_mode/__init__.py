"""An image tried on its own: trained on a folder, served on a port. No AWS around it, no moto.

What the sample images of SageMaker bring as ``train_local.sh`` and ``serve_local.sh``, for any
image folder and every runtime. ``python -m localaws.local_mode --help`` says how.
"""
