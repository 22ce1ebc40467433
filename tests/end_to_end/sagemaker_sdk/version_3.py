"""A user's program for version 3 of the SageMaker Python SDK: it trains, tunes, deploys, asks, transforms.

Arguments: an image, a CSV file, a role's ARN. The last line is a JSON object of what came of each step.
"""

import json
import sys
from pathlib import Path

from sagemaker.core.helper.session_helper import Session
from sagemaker.core.parameter import ContinuousParameter
from sagemaker.core.resources import TrainingJob
from sagemaker.core.shapes import OutputDataConfig
from sagemaker.core.training.configs import Compute, InputData
from sagemaker.core.transformer import Transformer
from sagemaker.serve import ModelBuilder
from sagemaker.train import ModelTrainer
from sagemaker.train.tuner import HyperparameterTuner

image, file, role = sys.argv[1:]
seen = {}

session = Session()
bucket = session.default_bucket()
data = session.upload_data(file, key_prefix="numbers")

trainer = ModelTrainer(
    training_image=image,
    role=role,
    sagemaker_session=session,
    base_job_name="mean",
    compute=Compute(instance_type="ml.m5.large", instance_count=1),
    hyperparameters={"seconds": "0"},
    output_data_config=OutputDataConfig(s3_output_path=f"s3://{bucket}/models"),
)
channels = [InputData(channel_name="training", data_source=data)]
trainer.train(input_data_config=channels, logs=False)
job = TrainingJob.get(trainer._latest_training_job.training_job_name)
seen["status"] = job.training_job_status
seen["job"] = job.training_job_name
seen["jobs"] = [each.training_job_name for each in TrainingJob.get_all()]

tuner = HyperparameterTuner(
    trainer,
    objective_metric_name="mean",
    hyperparameter_ranges={"seconds": ContinuousParameter(0, 0.1)},
    metric_definitions=[{"Name": "mean", "Regex": "mean=([0-9.]+)"}],
    max_jobs=2,
    max_parallel_jobs=2,
)
tuner.tune(inputs=channels, wait=True)
best = TrainingJob.get(tuner.best_training_job())
seen["tuned"] = best.final_metric_data_list[0].value

builder = ModelBuilder(
    image_uri=image,
    s3_model_data_url=job.model_artifacts.s3_model_artifacts,
    role_arn=role,
    sagemaker_session=session,
)
model = builder.build(model_name=f"{job.training_job_name}-model")
endpoint = builder.deploy(
    endpoint_name=job.training_job_name, instance_type="ml.m5.large", initial_instance_count=1
)
response = endpoint.invoke(body=b"1\n5", content_type="text/csv")
seen["csv"] = response.body.read().decode().split()

transformer = Transformer(
    model.model_name,
    instance_count=1,
    instance_type="ml.m5.large",
    accept="text/csv",
    assemble_with="Line",
    output_path=f"s3://{bucket}/transformed",
    sagemaker_session=session,
)
transformer.transform(data, content_type="text/csv", split_type="Line", logs=False)
seen["transform"] = session.read_s3_file(bucket, f"transformed/{Path(file).name}.out")

endpoint.delete()
model.delete()
print(json.dumps(seen))
