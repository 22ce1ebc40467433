"""The second half of an inference pipeline, in AWS's scikit-learn image: it learns groups of scaled rows."""

import argparse
import os
from io import BytesIO
from pathlib import Path

import joblib
import numpy as np
from sklearn.cluster import KMeans


def model_fn(model_dir):
    return joblib.load(Path(model_dir, "groups.joblib"))


def input_fn(body, content_type):
    text = body if isinstance(body, bytes) else body.encode()
    return np.loadtxt(BytesIO(text), delimiter=",", ndmin=2)


def output_fn(groups, accept):
    return "".join(f"{group}\n" for group in groups), "text/csv"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--groups", type=int, default=4)
    parser.add_argument("--train", type=Path, default=os.environ["SM_CHANNEL_TRAIN"])
    parser.add_argument("--model-dir", type=Path, default=os.environ["SM_MODEL_DIR"])
    options = parser.parse_args()
    rows = np.concatenate([np.loadtxt(file, delimiter=",") for file in options.train.glob("*.out")])
    groups = KMeans(options.groups, n_init=10, random_state=0).fit(rows)
    joblib.dump(groups, options.model_dir / "groups.joblib")
    print(f"grouped {len(rows)} rows; inertia={groups.inertia_:.3f};")
