"""A workflow of the Data Science SDK: PCA is trained, transforms a table, and serves; then all of it is cleared away.

    stepline exec -- python samples/data_science_sdk/workflow.py

It runs as it is on AWS too: `python samples/data_science_sdk/workflow.py`, with an execution role of SageMaker's
where `sagemaker.get_execution_role()` finds it. The last line is a JSON object of what came of it.
"""

import json

import boto3
import sagemaker
from points import points
from sagemaker import PCA
from sagemaker.deserializers import JSONDeserializer
from sagemaker.predictor import Predictor
from sagemaker.serializers import CSVSerializer
from sagemaker.utils import unique_name_from_base
from stepfunctions.inputs import ExecutionInput
from stepfunctions.steps import (
    Chain,
    EndpointConfigStep,
    EndpointStep,
    ModelStep,
    Retry,
    TrainingStep,
    TransformStep,
)
from stepfunctions.workflow import Workflow
from workflow_role import workflow_role

session = sagemaker.Session()
role = sagemaker.get_execution_role()
name = unique_name_from_base("points")

pca = PCA(
    role=role,
    instance_count=1,
    instance_type="ml.m5.large",
    num_components=2,
    sagemaker_session=session,
    output_path=f"s3://{session.default_bucket()}/{name}/models",
)
rows = points()
records = pca.record_set(rows)
table = session.upload_string_as_file_body(
    "".join(",".join(f"{cell:.3f}" for cell in row) + "\n" for row in rows),
    bucket=session.default_bucket(),
    key=f"{name}/table/points.csv",
)

# An execution gives each thing that it makes a name; what it does not give stays as it is written here.
given = ExecutionInput(schema={"Job": str, "Model": str, "Endpoint": str})
busy = Retry(
    error_equals=["SageMaker.AmazonSageMakerException"], interval_seconds=5, max_attempts=3
)

training = TrainingStep("Train", pca, job_name=given["Job"], data=records, mini_batch_size=200)
training.add_retry(busy)
model = ModelStep("Make a model", training.get_expected_model(), model_name=given["Model"])
transform = TransformStep(
    "Transform the table",
    sagemaker.transformer.Transformer(
        model_name=name,  # given["Model"] takes its place
        instance_count=1,
        instance_type="ml.m5.large",
        output_path=f"s3://{session.default_bucket()}/{name}/transformed",
        accept="application/jsonlines",
        assemble_with="Line",
        sagemaker_session=session,
    ),
    job_name=given["Job"],
    model_name=given["Model"],
    data=table,
    content_type="text/csv",
    split_type="Line",
)
configuration = EndpointConfigStep(
    "Configure the endpoint",
    endpoint_config_name=given["Model"],
    model_name=given["Model"],
    initial_instance_count=1,
    instance_type="ml.m5.large",
)
endpoint = EndpointStep(
    "Deploy", endpoint_name=given["Endpoint"], endpoint_config_name=given["Model"]
)

workflow = Workflow(
    name=name,
    definition=Chain([training, model, transform, configuration, endpoint]),
    role=workflow_role(role),
)
workflow.create()
execution = workflow.execute(inputs={"Job": name, "Model": name, "Endpoint": name})
execution.render_progress()  # in a notebook: a drawing of the states and of how far they are
output = execution.get_output(wait=True)
events = execution.list_events(max_items=1000)

# Step Functions does not wait until an endpoint serves.
boto3.client("sagemaker").get_waiter("endpoint_in_service").wait(
    EndpointName=name, WaiterConfig={"Delay": 2, "MaxAttempts": 300}
)
predictor = Predictor(name, session, CSVSerializer(), JSONDeserializer())
projections = predictor.predict(rows[:3])["projections"]
transformed = session.read_s3_file(session.default_bucket(), f"{name}/transformed/points.csv.out")

seen = {
    "status": execution.describe()["status"],
    "output": output,
    "states": [
        event["stateEnteredEventDetails"]["name"]
        for event in events
        if "stateEnteredEventDetails" in event
    ],
    "executions": [one.name for one in workflow.list_executions()],
    "workflows": [one["name"] for one in Workflow.list_workflows() if one["name"] == name],
    "attached": Workflow.attach(workflow.state_machine_arn).definition.to_dict()
    == workflow.definition.to_dict(),
    "projections": [row["projection"] for row in projections],
    "transformed": [json.loads(line)["projection"] for line in transformed.splitlines()][:3],
    "lines": len(transformed.splitlines()),
}
predictor.delete_endpoint()
session.delete_model(name)
workflow.delete()
print(json.dumps(seen))
