"""A user's program for the SageMaker Python SDK: it trains, deploys, asks and clears away.

Arguments: an image, a CSV file. The last line is a JSON object of what came of each step.
"""

import json
import sys
from pathlib import Path

import sagemaker
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.estimator import Estimator
from sagemaker.exceptions import UnexpectedStatusException
from sagemaker.serializers import CSVSerializer, JSONSerializer

image, file = sys.argv[1:]
seen = {}

session = sagemaker.Session()
role = sagemaker.get_execution_role()
seen["role"], seen["bucket"] = role, session.default_bucket()
data = session.upload_data(file, key_prefix="numbers")


def estimator(**hyperparameters):
    return Estimator(
        image,
        role,
        instance_count=1,
        instance_type="ml.m5.large",
        hyperparameters=hyperparameters,
        metric_definitions=[{"Name": "mean", "Regex": "mean=([0-9.]+)"}],
        tags=[{"Key": "team", "Value": "numbers"}],
        sagemaker_session=session,
    )


trained = estimator(seconds=10)  # the SDK looks after five for the first time
trained.fit({"training": data})
seen["job"] = trained.latest_training_job.name
seen["metrics"] = trained.training_job_analytics.dataframe()["value"].tolist()
attached = Estimator.attach(seen["job"], sagemaker_session=session)
seen["attached"] = attached.model_data == trained.model_data

failing = estimator(fail="yes")
failing.fit({"training": data}, wait=False)
try:
    session.wait_for_job(failing.latest_training_job.name, poll=1)
except UnexpectedStatusException as error:
    seen["failure"] = str(error)

predictor = trained.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    serializer=CSVSerializer(),
    deserializer=CSVDeserializer(),
)
seen["csv"] = predictor.predict([[1], [5]])
predictor.serializer, predictor.deserializer = JSONSerializer(), JSONDeserializer()
seen["json"] = predictor.predict([1, 5])

transformer = attached.transformer(1, "ml.m5.large", accept="text/csv", assemble_with="Line")
transformer.transform(
    data, content_type="text/csv", split_type="Line", join_source="Input", logs=True
)
bucket, _, prefix = transformer.output_path.removeprefix("s3://").partition("/")
seen["transform"] = session.read_s3_file(bucket, f"{prefix}/{Path(file).name}.out")

transformer.delete_model()
predictor.delete_model()
predictor.delete_endpoint()
client = session.sagemaker_client
seen["models"] = client.list_models()["Models"]
seen["configurations"] = client.list_endpoint_configs()["EndpointConfigs"]
endpoints = client.list_endpoints()["Endpoints"]
seen["endpoints"] = [e["EndpointName"] for e in endpoints if e["EndpointStatus"] != "Deleting"]
print(json.dumps(seen))
