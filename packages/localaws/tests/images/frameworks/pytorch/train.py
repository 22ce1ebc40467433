"""Trains a linear classifier of PyTorch, and serves it."""

import argparse
import os
from pathlib import Path

import torch
from layers import linear


def model_fn(folder):
    model = linear()
    model.load_state_dict(torch.load(f"{folder}/model.pth"))
    return model


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--reg", type=float)
    parser.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
    parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
    asked = parser.parse_args()
    lines = Path(asked.train, "data.csv").read_text().split()
    data = torch.tensor([[float(cell) for cell in line.split(",")] for line in lines])
    model = linear()
    optimizer = torch.optim.Adam(model.parameters(), 0.1)
    for _ in range(200):
        optimizer.zero_grad()
        logits = model(data[:, 1:])[:, 0]
        torch.nn.functional.binary_cross_entropy_with_logits(logits, data[:, 0]).backward()
        optimizer.step()
    print(f"accuracy={((logits > 0) == data[:, 0]).float().mean().item()}")
    torch.save(model.state_dict(), f"{asked.model_dir}/model.pth")
