"""A second file of the source folder."""

import torch


def linear():
    return torch.nn.Linear(2, 1)
