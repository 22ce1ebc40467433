"""A user's program for the SageMaker Python SDK: versions of a model are registered, approved, deployed.

Arguments: an image, a CSV file. The last line is a JSON object of what came of each step.
"""

import json
import sys

import sagemaker
from botocore.exceptions import ClientError
from sagemaker import ModelPackage
from sagemaker.deserializers import CSVDeserializer
from sagemaker.estimator import Estimator
from sagemaker.model import Model
from sagemaker.model_metrics import MetricsSource, ModelMetrics
from sagemaker.serializers import CSVSerializer

image, file = sys.argv[1:]
seen = {}

session = sagemaker.Session()
client = session.sagemaker_client
role = sagemaker.get_execution_role()
data = session.upload_data(file, key_prefix="numbers")
kinds = {
    "content_types": ["text/csv"],
    "response_types": ["text/csv"],
    "inference_instances": ["ml.m5.large"],
    "transform_instances": ["ml.m5.large"],
}

estimator = Estimator(
    image,
    role,
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters={"seconds": 0},
    metric_definitions=[{"Name": "mean", "Regex": "mean=([0-9.]+)"}],
    tags=[{"Key": "team", "Value": "numbers"}],
    sagemaker_session=session,
)
estimator.fit({"training": data}, logs=False)

# By the estimator: the SDK makes the group, having searched for it.
first = estimator.register(
    **kinds, model_package_group_name="numbers", approval_status="PendingManualApproval"
)
seen["first"] = first.model_package_arn

# By the model, with what is known of it.
quality = MetricsSource("application/json", f"s3://{session.default_bucket()}/quality.json")
model = Model(image, model_data=estimator.model_data, role=role, sagemaker_session=session)
second = model.register(
    **kinds,
    model_package_group_name="numbers",
    model_metrics=ModelMetrics(model_statistics=quality),
    customer_metadata_properties={"rows": "3"},
    description="the mean of three",
)
shown = client.describe_model_package(ModelPackageName=second.model_package_arn)
seen["second"] = {
    member: shown[member]
    for member in ("ModelPackageVersion", "ModelApprovalStatus", "CustomerMetadataProperties")
}

# A version that was rejected makes no model.
client.update_model_package(
    ModelPackageArn=second.model_package_arn,
    ModelApprovalStatus="Rejected",
    ApprovalDescription="too few rows",
)
try:
    client.create_model(
        ModelName="rejected",
        ExecutionRoleArn=role,
        PrimaryContainer={"ModelPackageName": second.model_package_arn},
    )
except ClientError as error:
    seen["rejected"] = error.response["Error"]["Message"]

# The SDK approves what it deploys.
package = ModelPackage(role, model_package_arn=first.model_package_arn, sagemaker_session=session)
package.deploy(1, "ml.m5.large")
predictor = sagemaker.Predictor(package.endpoint_name, session, CSVSerializer(), CSVDeserializer())
seen["csv"] = predictor.predict([[1], [5]])
predictor.delete_model()
predictor.delete_endpoint()


def searched(resource, name, operator, value):
    condition = {"Name": name, "Operator": operator, "Value": value}
    results = session.search(resource, {"Filters": [condition]})["Results"]
    return [result[resource] for result in results]


approved = searched("ModelPackage", "ModelApprovalStatus", "Equals", "Approved")
seen["approved"] = [each["ModelPackageVersion"] for each in approved]
for name, condition in {
    "by_metric": ("Metrics.mean", "GreaterThan", "2.5"),
    "by_tag": ("Tags.team", "Equals", "numbers"),
}.items():
    seen[name] = [job["TrainingJobName"] for job in searched("TrainingJob", *condition)]
seen["job"] = estimator.latest_training_job.name
print(json.dumps(seen))
