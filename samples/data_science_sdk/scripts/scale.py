"""The first half of an inference pipeline, in AWS's scikit-learn image: it learns how to scale columns, and scales."""

import argparse
import os
from io import BytesIO, StringIO
from pathlib import Path

import joblib
import numpy as np
from sklearn.preprocessing import StandardScaler


def model_fn(model_dir):
    return joblib.load(Path(model_dir, "scaler.joblib"))


def input_fn(body, content_type):
    text = body if isinstance(body, bytes) else body.encode()
    return np.loadtxt(BytesIO(text), delimiter=",", ndmin=2)


def predict_fn(rows, scaler):
    return scaler.transform(rows)


def output_fn(rows, accept):
    """Always CSV: what the second half is trained on, and what it is asked."""
    written = StringIO()
    np.savetxt(written, rows, delimiter=",", fmt="%.6f")
    return written.getvalue(), "text/csv"


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=Path, default=os.environ["SM_CHANNEL_TRAIN"])
    parser.add_argument("--model-dir", type=Path, default=os.environ["SM_MODEL_DIR"])
    options = parser.parse_args()
    rows = np.concatenate([np.loadtxt(file, delimiter=",") for file in options.train.glob("*.csv")])
    joblib.dump(StandardScaler().fit(rows), options.model_dir / "scaler.joblib")
    print(f"scaled {len(rows)} rows")
