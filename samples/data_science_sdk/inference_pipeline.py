"""The Data Science SDK's `InferencePipeline`: one script learns to scale, scales the training data for another, which
learns groups; an endpoint of both containers then serves.

    stepline exec -- python samples/data_science_sdk/inference_pipeline.py

The last line is a JSON object of what came of it.
"""

import json
from pathlib import Path

import boto3
import sagemaker
from points import CORNERS, points
from sagemaker.deserializers import StringDeserializer
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.sklearn import SKLearn
from sagemaker.utils import unique_name_from_base
from stepfunctions.template.pipeline import InferencePipeline
from workflow_role import workflow_role

SCRIPTS = Path(__file__).parent / "scripts"

session = sagemaker.Session()
role = sagemaker.get_execution_role()
bucket = session.default_bucket()
name = unique_name_from_base("scaled")


def script(file: str) -> SKLearn:
    return SKLearn(
        entry_point=str(SCRIPTS / file),
        framework_version="1.2-1",
        role=role,
        instance_count=1,
        instance_type="ml.m5.large",
        sagemaker_session=session,
        output_path=f"s3://{bucket}/{name}",
        code_location=f"s3://{bucket}/{name}/code",
    )


table = session.upload_string_as_file_body(
    "".join(",".join(f"{cell:.3f}" for cell in row) + "\n" for row in points()),
    bucket=bucket,
    key=f"{name}/train/points.csv",
)
pipeline = InferencePipeline(
    preprocessor=script("scale.py"),
    estimator=script("group.py"),
    inputs={"train": table},
    s3_bucket=bucket,
    role=workflow_role(role),
    content_type="text/csv",
    pipeline_name=name,
)
pipeline.create()
execution = pipeline.execute(job_name=name)
output = execution.get_output(wait=True)

client = boto3.client("sagemaker")
client.get_waiter("endpoint_in_service").wait(
    EndpointName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 300}
)
predictor = Predictor(name, session, CSVSerializer(), StringDeserializer())
groups = predictor.predict(CORNERS).split()

seen = {
    "status": execution.describe()["status"],
    "output": output,
    "containers": len(client.describe_model(ModelName=name)["Containers"]),
    "groups": groups,
}
predictor.delete_endpoint()
session.delete_model(name)
pipeline.get_workflow().delete()
print(json.dumps(seen))
