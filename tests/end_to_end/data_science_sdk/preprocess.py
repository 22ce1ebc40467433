"""A processing job's script: splits a table in two, by the ratio that is asked for."""

import argparse
from pathlib import Path

import pandas as pd
from sklearn.model_selection import train_test_split

parser = argparse.ArgumentParser()
parser.add_argument("--train-test-split-ratio", type=float)
ratio = parser.parse_args().train_test_split_ratio
[file] = Path("/opt/ml/processing/input").glob("*.csv")
parts = train_test_split(pd.read_csv(file, header=None), test_size=ratio, random_state=0)
for name, part in zip(("train", "test"), parts, strict=True):
    folder = Path("/opt/ml/processing", name)
    folder.mkdir(parents=True, exist_ok=True)
    part.to_csv(folder / f"{name}.csv", header=False, index=False)
