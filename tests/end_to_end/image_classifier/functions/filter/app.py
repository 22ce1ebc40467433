"""Lets only images pass of which the model is sure."""

import os


class ThresholdNotMet(Exception):
    pass


def handler(event, context):
    if max(event["inferences"]) < float(os.environ["THRESHOLD"]):
        raise ThresholdNotMet("THRESHOLD_CONFIDENCE_NOT_MET")
    return event
