"""Asks the endpoint what is in an image."""

import base64
import json
import os

import boto3

runtime = boto3.client("sagemaker-runtime")
LABELS = ["bicycle", "motorcycle"]


def handler(event, context):
    image = base64.b64decode(event["image"])
    response = runtime.invoke_endpoint(
        EndpointName=os.environ["ENDPOINT"], ContentType="image/x-portable-pixmap", Body=image
    )
    inferences = json.loads(response["Body"].read())
    best = max(range(len(LABELS)), key=inferences.__getitem__)
    return {"key": event["key"], "label": LABELS[best], "inferences": inferences}
