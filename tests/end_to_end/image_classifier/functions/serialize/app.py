"""Downloads an image and passes it on as text."""

import base64
from pathlib import Path

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    key, bucket = event["s3_key"], event["s3_bucket"]
    s3.download_file(bucket, key, "/tmp/image.ppm")
    image = base64.b64encode(Path("/tmp/image.ppm").read_bytes()).decode()
    print("Event:", event.keys())
    return {"bucket": bucket, "key": key, "image": image}
