"""Trains trees of XGBoost by a script, and serves them."""

import argparse
import os

import numpy
import xgboost


def model_fn(folder):
    return xgboost.Booster(model_file=f"{folder}/model.ubj")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--reg", type=float)
    parser.add_argument("--model-dir", default=os.environ["SM_MODEL_DIR"])
    parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
    asked = parser.parse_args()
    data = numpy.loadtxt(f"{asked.train}/data.csv", delimiter=",")
    rows = xgboost.DMatrix(data[:, 1:], data[:, 0])
    model = xgboost.train({"objective": "binary:logistic", "lambda": asked.reg}, rows, 5)
    print(f"accuracy={((model.predict(rows) > 0.5) == data[:, 0]).mean()}")
    model.save_model(f"{asked.model_dir}/model.ubj")
