"""A PyTorch script by the SageMaker SDK: trained from a folder, deployed, and asked.

    stepline exec -- python samples/frameworks/with_pytorch.py

It runs as it is on AWS too, with an execution role of SageMaker's where `sagemaker.get_execution_role()` finds it.
The last line is a JSON object of what came of it.
"""

import json
from pathlib import Path

import sagemaker
from sagemaker.deserializers import JSONDeserializer
from sagemaker.pytorch import PyTorch
from sagemaker.serializers import JSONSerializer

ROOT = Path(__file__).resolve().parents[2]
session = sagemaker.Session()

estimator = PyTorch(
    entry_point="train.py",
    source_dir=str(ROOT / "training" / "script"),
    framework_version="2.6",
    py_version="py312",
    role=sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters={"epochs": 10, "hidden": 32, "learning_rate": 0.01},
    metric_definitions=[{"Name": "validation:mae", "Regex": "validation:mae=([0-9.]+);"}],
    output_path=f"s3://{session.default_bucket()}/rentals/models",
    code_location=f"s3://{session.default_bucket()}/rentals/code",
    sagemaker_session=session,
)
table = ROOT / "samples" / "script" / "rentals.csv"
estimator.fit({"train": session.upload_data(str(table), key_prefix="rentals/data")})

predictor = estimator.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    entry_point="inference.py",  # train.py trains, and another file of the folder serves
    serializer=JSONSerializer(),
    deserializer=JSONDeserializer(),
)
# Hour, workday, temperature, humidity, wind: a workday's rush hour, and a workday's night.
rentals = predictor.predict([[8, 1, 20, 0.5, 1], [3, 1, 20, 0.5, 1]])
predictor.delete_model()
predictor.delete_endpoint()

job = session.describe_training_job(estimator.latest_training_job.name)
metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(json.dumps({"metrics": metrics, "rentals": rentals}))
