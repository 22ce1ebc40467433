"""A forest that tells the species of an iris by four lengths: SageMaker's image of scikit-learn runs it."""

import argparse
import os
from pathlib import Path

import joblib
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.model_selection import cross_val_score


def model_fn(model_dir: str) -> RandomForestClassifier:
    """What serves: the image asks for this, and has defaults for all else."""
    forest: RandomForestClassifier = joblib.load(Path(model_dir, "forest.joblib"))
    return forest


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--trees", type=int, default=100)
    parser.add_argument("--train", type=Path, default=os.environ.get("SM_CHANNEL_TRAIN"))
    parser.add_argument("--model-dir", type=Path, default=os.environ.get("SM_MODEL_DIR"))
    options = parser.parse_args()

    table = pd.concat(
        pd.read_csv(file, header=None) for file in sorted(options.train.glob("*.csv"))
    )
    names, lengths = table[0], table.drop(columns=0).to_numpy()
    forest = RandomForestClassifier(options.trees, random_state=13)
    print(f"accuracy={cross_val_score(forest, lengths, names).mean():.4f};")
    joblib.dump(forest.fit(lengths, names), options.model_dir / "forest.joblib")
