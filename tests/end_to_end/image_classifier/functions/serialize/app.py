"""Downloads an image and passes it on as text."""

import base64

import boto3

s3 = boto3.client("s3")


def handler(event, context):
    key, bucket = event["s3_key"], event["s3_bucket"]
    s3.download_file(bucket, key, "/tmp/image.ppm")
    with open("/tmp/image.ppm", "rb") as file:
        image = base64.b64encode(file.read()).decode()
    print("Event:", event.keys())
    return {"bucket": bucket, "key": key, "image": image}
