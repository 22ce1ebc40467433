"""What ``SAGEMAKER_TRAINING_MODULE`` names in AWS's image; the training toolkit calls it."""

from script_mode.training import invoke as main

__all__ = ["main"]
