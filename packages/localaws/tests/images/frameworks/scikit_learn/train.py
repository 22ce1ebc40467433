"""Trains a classifier of scikit-learn, and serves it."""

import argparse
import os

import joblib
import numpy
from sklearn.linear_model import LogisticRegression


def model_fn(folder):
    return joblib.load(f"{folder}/model.joblib")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--reg", type=float)
    parser.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
    parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
    asked = parser.parse_args()
    data = numpy.loadtxt(f"{asked.train}/data.csv", delimiter=",")
    model = LogisticRegression(C=asked.reg).fit(data[:, 1:], data[:, 0])
    print(f"accuracy={model.score(data[:, 1:], data[:, 0])}")
    joblib.dump(model, f"{asked.model_dir}/model.joblib")
