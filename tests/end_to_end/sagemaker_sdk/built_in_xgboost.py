"""A user's program for the SageMaker Python SDK: XGBoost as AWS provides it, found by its URI.

Arguments: the training and the validation table as CSV files (label first), and one of features.
The last line is a JSON object of what came of each step.
"""

import json
import sys
from pathlib import Path

import boto3
import sagemaker
from sagemaker.deserializers import CSVDeserializer, JSONDeserializer
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.serializers import CSVSerializer

training, validation, features = sys.argv[1:]
seen = {}

session = sagemaker.Session()
image = sagemaker.image_uris.retrieve("xgboost", boto3.Session().region_name, version="1.7-1")
channels = {
    name: TrainingInput(session.upload_data(file, key_prefix=name), content_type="text/csv")
    for name, file in (("train", training), ("validation", validation))
}
estimator = Estimator(
    image,
    sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.xlarge",
    output_path=f"s3://{session.default_bucket()}/models",
    sagemaker_session=session,
)
estimator.set_hyperparameters(
    objective="binary:logistic", num_round=20, max_depth=3, eta=0.3, eval_metric="auc"
)
estimator.fit(channels)
seen["job"] = estimator.latest_training_job.name
metrics = estimator.training_job_analytics.dataframe()
seen["auc"] = metrics[metrics["metric_name"] == "validation:auc"]["value"].tolist()

predictor = estimator.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    serializer=CSVSerializer(),
    deserializer=CSVDeserializer(),
)
table = Path(features).read_text().strip()
seen["csv"] = predictor.predict(table)
predictor.deserializer = JSONDeserializer()
seen["json"] = predictor.predict(table)
predictor.delete_model()
predictor.delete_endpoint()
print(json.dumps(seen))
