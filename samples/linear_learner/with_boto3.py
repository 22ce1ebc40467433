"""Linear Learner by its API alone: boto3's `create_training_job`, on CSV that the program writes, label first.

    stepline exec -- python samples/linear_learner/with_boto3.py [ROLE_ARN]

It runs as it is on AWS too, with the ARN of an execution role of SageMaker's. The last line is the accuracy on the
test channel.
"""

import json
import sys
import time
from typing import Any

import boto3
from impressions import HYPERPARAMETERS, Rows, read
from sagemaker import image_uris

session = boto3.Session()
region = session.region_name
account = session.client("sts").get_caller_identity()["Account"]
s3, sagemaker = session.client("s3"), session.client("sagemaker")
runtime = session.client("sagemaker-runtime")

bucket = f"sagemaker-{region}-{account}"  # the one that the SageMaker SDK makes as well
if bucket not in [each["Name"] for each in s3.list_buckets()["Buckets"]]:
    other = {} if region == "us-east-1" else {"LocationConstraint": region}
    s3.create_bucket(Bucket=bucket, **({"CreateBucketConfiguration": other} if other else {}))
role = (
    sys.argv[1]
    if sys.argv[1:]
    else f"arn:aws:iam::{account}:role/service-role/AmazonSageMaker-ExecutionRole"
)
image = image_uris.retrieve("linear-learner", region)
name = f"linear-learner-with-boto3-{int(time.time())}"


def csv(features: Any, labels: Any = None) -> str:
    """A line for each row, the label first where it has one."""
    lines = [",".join(f"{cell:g}" for cell in row) for row in features]
    if labels is not None:
        lines = [f"{label:g},{line}" for label, line in zip(labels, lines, strict=True)]
    return "\n".join(lines) + "\n"


def channel(part: str, rows: Rows) -> dict[str, Any]:
    key = f"linear-learner/csv/{part}.csv"
    s3.put_object(Bucket=bucket, Key=key, Body=csv(*rows))
    source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://{bucket}/{key}"}
    return {
        "ChannelName": part,
        "ContentType": "text/csv",
        "DataSource": {"S3DataSource": source},
    }


rows = read()
sagemaker.create_training_job(
    TrainingJobName=name,
    AlgorithmSpecification={"TrainingImage": image, "TrainingInputMode": "File"},
    RoleArn=role,
    InputDataConfig=[channel(part, each) for part, each in rows.items()],
    OutputDataConfig={"S3OutputPath": f"s3://{bucket}/linear-learner/models"},
    ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
    StoppingCondition={"MaxRuntimeInSeconds": 3600},
    HyperParameters={key: str(value).lower() for key, value in HYPERPARAMETERS.items()},
)
sagemaker.get_waiter("training_job_completed_or_stopped").wait(
    TrainingJobName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 1800}
)
job = sagemaker.describe_training_job(TrainingJobName=name)
if job["TrainingJobStatus"] != "Completed":
    sys.exit(f"The job {name} is {job['TrainingJobStatus']}: {job.get('FailureReason', '')}")

artifact = job["ModelArtifacts"]["S3ModelArtifacts"]
sagemaker.create_model(
    ModelName=name,
    ExecutionRoleArn=role,
    PrimaryContainer={"Image": image, "ModelDataUrl": artifact},
)
variant = {
    "VariantName": "AllTraffic",
    "ModelName": name,
    "InstanceType": "ml.m5.large",
    "InitialInstanceCount": 1,
}
sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=name)
sagemaker.get_waiter("endpoint_in_service").wait(
    EndpointName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 900}
)
response = runtime.invoke_endpoint(
    EndpointName=name, ContentType="text/csv", Body=csv(rows["test"].features[:5])
)
for prediction in json.load(response["Body"])["predictions"]:
    print(f"score {prediction['score']:.4f}")
sagemaker.delete_endpoint(EndpointName=name)
sagemaker.delete_endpoint_config(EndpointConfigName=name)
sagemaker.delete_model(ModelName=name)

metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(f"accuracy {metrics['test:binary_classification_accuracy']:.4f}")
