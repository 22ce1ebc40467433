"""The model registry: groups of model packages, their versions, and whether each is approved.

A package is a record: which containers serve a model, how well it did, who approved it. Nothing of it
runs here; ``hosting`` asks for a package by SageMaker's own DescribeModelPackage when a model is made of one.
"""

from localaws.registry.registry import register

__all__ = ["register"]
