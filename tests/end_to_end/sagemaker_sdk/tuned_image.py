"""A user's program for version 2 of the SageMaker Python SDK: an image of one's own is tuned.

Arguments: an image, a CSV file. The last line is a JSON object of what came of each step.
"""

import json
import sys

import sagemaker
from sagemaker.estimator import Estimator
from sagemaker.tuner import ContinuousParameter, HyperparameterTuner

image, file = sys.argv[1:]

session = sagemaker.Session()
data = session.upload_data(file, key_prefix="numbers")
estimator = Estimator(
    image,
    sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.large",
    sagemaker_session=session,
)
tuner = HyperparameterTuner(
    estimator,
    objective_metric_name="mean",
    hyperparameter_ranges={"seconds": ContinuousParameter(0, 0.1)},
    metric_definitions=[{"Name": "mean", "Regex": "mean=([0-9.]+)"}],
    max_jobs=2,
    max_parallel_jobs=2,
)
tuner.fit({"training": data}, wait=False)
tuner.wait()
table = tuner.analytics().dataframe()
seen = {
    "best": tuner.best_training_job(),
    "jobs": sorted(table["TrainingJobName"]),
    "objectives": table["FinalObjectiveValue"].tolist(),
}
print(json.dumps(seen))
