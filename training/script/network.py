"""The network, which training and serving share, and the columns that it reads."""

from __future__ import annotations

import torch
from torch import nn

COLUMNS = ("hour", "workday", "temperature", "humidity", "wind")
TARGET = "rentals"


class Network(nn.Module):  # type: ignore[misc]  # torch is in the image's environment
    """Two hidden layers over scaled columns. The scale is part of the model, as it was fitted with it."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.hidden = hidden
        # The hour is a point on a circle: 23 is beside 0.
        inputs = len(COLUMNS) + 1
        self.register_buffer("middle", torch.zeros(inputs))
        self.register_buffer("spread", torch.ones(inputs))
        self.register_buffer("level", torch.ones(1))
        self.layers = nn.Sequential(
            nn.Linear(inputs, hidden),
            nn.ReLU(),
            nn.Linear(hidden, hidden),
            nn.ReLU(),
            nn.Linear(hidden, 1),
        )

    def fit_scale(self, rows: torch.Tensor, targets: torch.Tensor) -> None:
        """Learn the scale of the columns and of the target, from the rows to train on alone."""
        seen = _on_a_circle(rows)
        self.middle.copy_(seen.mean(0))
        self.spread.copy_(seen.std(0).clamp(min=1e-6))
        self.level.copy_(targets.mean().clamp(min=1e-6))

    def forward(self, rows: torch.Tensor) -> torch.Tensor:
        """float32 [rows, columns] to float32 [rows]: rentals, which are no fewer than none."""
        scaled = (_on_a_circle(rows) - self.middle) / self.spread
        expected: torch.Tensor = (
            nn.functional.softplus(self.layers(scaled)).squeeze(-1) * self.level
        )
        return expected


def _on_a_circle(rows: torch.Tensor) -> torch.Tensor:
    angle = rows[:, :1] * (2 * torch.pi / 24)
    return torch.cat([torch.sin(angle), torch.cos(angle), rows[:, 1:]], dim=1)
