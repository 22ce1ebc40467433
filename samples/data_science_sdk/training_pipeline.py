"""The Data Science SDK's `TrainingPipeline`: K-Means is trained on points, and its model serves.

    stepline exec -- python samples/data_science_sdk/training_pipeline.py

The last line is a JSON object of what came of it.
"""

import json

import boto3
import sagemaker
from points import CORNERS, points
from sagemaker import KMeans
from sagemaker.deserializers import JSONDeserializer
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.utils import unique_name_from_base
from stepfunctions.template.pipeline import TrainingPipeline
from workflow_role import workflow_role

session = sagemaker.Session()
role = sagemaker.get_execution_role()
bucket = session.default_bucket()
name = unique_name_from_base("groups")

kmeans = KMeans(
    role=role,
    instance_count=1,
    instance_type="ml.m5.large",
    k=len(CORNERS),
    sagemaker_session=session,
    output_path=f"s3://{bucket}/{name}",
)
pipeline = TrainingPipeline(
    estimator=kmeans,
    role=workflow_role(role),
    inputs=kmeans.record_set(points()),
    s3_bucket=bucket,
    pipeline_name=name,
)
pipeline.create()
execution = pipeline.execute(
    job_name=name, hyperparameters={**kmeans.hyperparameters(), "epochs": 2}
)
pipeline.render_graph()  # in a notebook: a drawing of the states
output = execution.get_output(wait=True)

sagemaker_client = boto3.client("sagemaker")
sagemaker_client.get_waiter("endpoint_in_service").wait(
    EndpointName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 300}
)
job = sagemaker_client.describe_training_job(TrainingJobName=f"estimator-{name}")
predictor = Predictor(name, session, CSVSerializer(), JSONDeserializer())
closest = predictor.predict(CORNERS)["predictions"]

seen = {
    "status": execution.describe()["status"],
    "output": output,
    "model": job["ModelArtifacts"]["S3ModelArtifacts"],
    "hyperparameters": job["HyperParameters"],
    "metrics": {metric["MetricName"]: metric["Value"] for metric in job["FinalMetricDataList"]},
    "closest": closest,
}
predictor.delete_endpoint()
session.delete_model(name)
pipeline.get_workflow().delete()
print(json.dumps(seen))
