"""What instances with a GPU need besides: which CUDA their image is built with, which driver they run it on.

CUDA 12.6 is the oldest that PyTorch 2.13 is published for, and any driver from 525 on runs CUDA 12 ("minor
version compatibility" in NVIDIA's CUDA compatibility guide). CUDA 13, which PyTorch's build on the default
index has, needs 580. What AWS documents is, for endpoints ("Best practices to minimize interruptions during
GPU driver upgrades", SageMaker's developer guide): driver 470 on the families below, 535 or newer on all
others. For training and processing jobs no driver is documented; AWS's own training images of CUDA 12 run
there.

CUDA 12.6 has no code for Blackwell (ml.p6-…, ml.g7…): a job there says so in its first seconds.
"""

ACCELERATOR = "cu126"
"""The value of the build argument ACCELERATOR that makes the image for instances with a GPU, in PyTorch's
notation: "cu126" is CUDA 12.6. By default the Dockerfile makes the image without CUDA."""

OLD_DRIVER_FAMILIES = ("g4dn", "g5", "p3", "p4d", "p4de")
"""The families whose endpoints run on driver 470 (CUDA 11.4) unless another AMI is asked for."""

NEWER_DRIVER = "al2-ami-sagemaker-inference-gpu-2-1"
"""The `InferenceAmiVersion` with driver 535, which the API's reference lists for each of those families."""
