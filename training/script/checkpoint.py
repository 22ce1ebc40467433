"""What a training that was interrupted goes on from: the network, the optimizer and the state of chance, by epochs."""

from __future__ import annotations

import argparse

import torch

FILE = "checkpoint.pt"
_SETTINGS = ("hidden", "batch_size", "learning_rate", "seed")


class Checkpoint:
    """The file in the folder `options.checkpoints`; without that folder nothing is saved."""

    def __init__(self, options: argparse.Namespace) -> None:
        self._settings = {name: getattr(options, name) for name in _SETTINGS}
        self._path = options.checkpoints / FILE if options.checkpoints.is_dir() else None

    def load(self, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> int:
        """How many epochs are done; 0 where there is no checkpoint, or one of other hyperparameters."""
        if self._path is None or not self._path.is_file():
            return 0
        saved = torch.load(self._path, weights_only=True)
        if saved["settings"] != self._settings:
            print("the checkpoint is of other hyperparameters: begins anew", flush=True)
            return 0
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["chance"])
        done: int = saved["epoch"]
        return done

    def save(self, epoch: int, network: torch.nn.Module, optimizer: torch.optim.Optimizer) -> None:
        """Keep what is known after an epoch; the file gets its name when it is whole, as it is brought to S3 at any time."""
        if self._path is None:
            return
        saved = {
            "epoch": epoch,
            "settings": self._settings,
            "network": network.state_dict(),
            "optimizer": optimizer.state_dict(),
            "chance": torch.get_rng_state(),
        }
        unfinished = self._path.with_name(f".{FILE}.unfinished")
        torch.save(saved, unfinished)
        unfinished.replace(self._path)
