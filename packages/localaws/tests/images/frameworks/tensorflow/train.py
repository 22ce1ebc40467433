"""Trains a linear classifier of Keras, and saves it for TensorFlow Serving."""

import argparse
import os

import numpy
import tensorflow

if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--reg", type=float)
    parser.add_argument("--model_dir", default="")
    parser.add_argument("--train", default=os.environ["SM_CHANNEL_TRAIN"])
    asked = parser.parse_args()
    data = numpy.loadtxt(f"{asked.train}/data.csv", delimiter=",", dtype="float32")
    model = tensorflow.keras.Sequential(
        [tensorflow.keras.Input([2]), tensorflow.keras.layers.Dense(1, activation="sigmoid")]
    )
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.optimizer.learning_rate = 0.05
    found = model.fit(data[:, 1:], data[:, 0], epochs=20, verbose=0)
    print(f"accuracy={found.history['accuracy'][-1]}")
    model.export(f"{os.environ['SM_MODEL_DIR']}/1")
