"""A script of Hugging Face's transformers by the SageMaker SDK: trained, deployed, and asked.

    stepline exec -- python samples/frameworks/with_hugging_face.py

It runs as it is on AWS too, with an execution role of SageMaker's where `sagemaker.get_execution_role()` finds it;
AWS's image for training is there for instances with a GPU only. The last line is a JSON object of what came of it.
"""

import json
from pathlib import Path

import sagemaker
from sagemaker.huggingface import HuggingFace, HuggingFaceModel

HERE = Path(__file__).resolve().parent
session = sagemaker.Session()
role = sagemaker.get_execution_role()

estimator = HuggingFace(
    entry_point="sentiment.py",
    source_dir=str(HERE / "scripts"),
    transformers_version="4.49.0",
    pytorch_version="2.5.1",
    py_version="py311",
    role=role,
    instance_count=1,
    instance_type="ml.g4dn.xlarge",
    hyperparameters={"epochs": 60},
    metric_definitions=[{"Name": "accuracy", "Regex": "accuracy=([0-9.]+);"}],
    output_path=f"s3://{session.default_bucket()}/sentiment/models",
    code_location=f"s3://{session.default_bucket()}/sentiment/code",
    sagemaker_session=session,
)
estimator.fit(
    {"train": session.upload_data(str(HERE / "reviews.csv"), key_prefix="sentiment/data")}
)

model = HuggingFaceModel(
    model_data=estimator.model_data,
    transformers_version="4.49.0",
    pytorch_version="2.6.0",
    py_version="py312",
    role=role,
    env={"HF_TASK": "text-classification"},
    sagemaker_session=session,
)
predictor = model.deploy(initial_instance_count=1, instance_type="ml.m5.large")
said = predictor.predict(
    {"inputs": ["a clean room and friendly staff", "a dirty room and rude staff"]}
)
predictor.delete_model()
predictor.delete_endpoint()

job = session.describe_training_job(estimator.latest_training_job.name)
metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(json.dumps({"metrics": metrics, "said": [each["label"] for each in said]}))
