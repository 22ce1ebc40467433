"""Trains the network on rentals. SageMaker runs it as `python train.py --epochs 40 …`, in its image of PyTorch.

Its arguments are the job's hyperparameters; where data, model and machine are, variables of the environment
say (SM_CHANNEL_TRAIN, SM_MODEL_DIR), so that it runs on a laptop as well: `python train.py --train FOLDER
--model-dir FOLDER`. Where there is a folder for checkpoints, a training that was interrupted goes on from the last
epoch, to the same model.
"""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import torch
from checkpoint import Checkpoint
from network import Network
from table import read
from torch import nn

HERE = Path(__file__).resolve().parent
SERVED_WITH = ("inference.py", "network.py")


def main() -> None:
    options = arguments()
    torch.manual_seed(options.seed)
    rows, rentals = read(options.train)
    if options.validation is not None:
        watched, observed = read(options.validation)
    else:  # the last rows are the latest: what is coming is what the model is for
        cut = int(len(rows) * (1 - options.validation_fraction))
        watched, observed, rows, rentals = rows[cut:], rentals[cut:], rows[:cut], rentals[:cut]
    network = Network(options.hidden)
    network.fit_scale(rows, rentals)
    optimizer = torch.optim.Adam(network.parameters(), lr=options.learning_rate)
    checkpoint = Checkpoint(options)
    done = checkpoint.load(network, optimizer)
    if done:
        print(f"goes on after epoch {done} of an earlier start", flush=True)
    for epoch in range(done + 1, options.epochs + 1):
        for batch in torch.randperm(len(rows)).split(options.batch_size):
            loss = nn.functional.huber_loss(network(rows[batch]), rentals[batch], delta=50)
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
        error = mean_error(network, watched, observed)
        print(
            f"epoch={epoch} train:loss={loss.item():.4f}; validation:mae={error:.4f};", flush=True
        )
        checkpoint.save(epoch, network, optimizer)
    baseline = (observed - rentals.mean()).abs().mean().item()
    print(f"{len(rows)} rows trained on; always the mean: {baseline:.1f} rentals off", flush=True)
    save(network, options.model_dir)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, allow_abbrev=False)
    parser.add_argument("--epochs", type=int, default=25)
    parser.add_argument("--hidden", type=int, default=32)
    parser.add_argument("--batch_size", type=int, default=64)
    parser.add_argument("--learning_rate", type=float, default=0.01)
    parser.add_argument("--validation_fraction", type=float, default=0.2)
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--validation", type=Path, default=os.environ.get("SM_CHANNEL_VALIDATION"))
    # SageMaker makes the folder, and brings what is in it to S3 and back, where the job has a CheckpointConfig.
    parser.add_argument("--checkpoints", type=Path, default=Path("/opt/ml/checkpoints"))
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    options = parser.parse_args()
    if options.train is None or options.model_dir is None:
        parser.error("outside of SageMaker --train and --model-dir must be given")
    return options


def mean_error(network: Network, rows: torch.Tensor, rentals: torch.Tensor) -> float:
    """How many rentals the network is off, in the mean."""
    with torch.no_grad():
        return float((network(rows) - rentals).abs().mean())


def save(network: Network, folder: Path) -> None:
    """The model, and beside it in `code/` what serves it: SageMaker's image of PyTorch looks for it there."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save({"hidden": network.hidden, "state": network.state_dict()}, folder / "model.pth")
    (folder / "code").mkdir(exist_ok=True)
    for name in SERVED_WITH:
        shutil.copy(HERE / name, folder / "code" / name)


if __name__ == "__main__":
    main()
