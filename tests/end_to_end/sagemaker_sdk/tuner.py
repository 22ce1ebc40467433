"""A user's program for the SageMaker Python SDK: XGBoost, tuned, taken up again, deployed.

Arguments: the training and the validation table as CSV files (label first).
The last line is a JSON object of what came of each step.
"""

import json
import sys

import boto3
import sagemaker
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput
from sagemaker.parameter import CategoricalParameter, ContinuousParameter, IntegerParameter
from sagemaker.serializers import CSVSerializer
from sagemaker.tuner import HyperparameterTuner

training, validation = sys.argv[1:]
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
estimator.set_hyperparameters(objective="binary:logistic", num_round=5)
tuner = HyperparameterTuner(
    estimator,
    "validation:auc",
    {
        "eta": ContinuousParameter(0.01, 1, scaling_type="Logarithmic"),
        "max_depth": IntegerParameter(1, 6),
        "booster": CategoricalParameter(["gbtree", "dart"]),
    },
    max_jobs=4,
    max_parallel_jobs=2,
    early_stopping_type="Auto",
    random_seed=3,
)
# The SDK names a tuning job by the minute, and these may come within one.
tuner.fit(channels, job_name="first")
seen["job"] = tuner.latest_tuning_job.name
table = tuner.analytics().dataframe()
seen["values"] = sorted(table["FinalObjectiveValue"])
seen["tried"] = sorted(table["eta"])
best = tuner.best_estimator()
seen["best"] = best.latest_training_job.name
seen["hyperparameters"] = best.hyperparameters()

attached = HyperparameterTuner.attach(seen["job"], session)
seen["attached"] = attached.best_training_job()
predictor = attached.deploy(
    initial_instance_count=1, instance_type="ml.m5.large", serializer=CSVSerializer()
)
seen["response"] = predictor.predict("0.9,0.5").decode()
predictor.delete_endpoint()

again = attached.identical_dataset_and_algorithm_tuner()
again.max_jobs = 1
again.fit(channels, job_name="again")
seen["overall"] = again.describe()["OverallBestTrainingJob"]["TrainingJobName"]
seen["again"] = again.best_training_job()

estimator.set_hyperparameters(eta=0.3, max_depth=3)
automatic = HyperparameterTuner(
    estimator,
    "validation:auc",
    None,
    max_jobs=1,
    autotune=True,
    hyperparameters_to_keep_static=["objective", "num_round"],
)
automatic.fit(channels, job_name="automatic")
found = automatic.describe()
seen["automatic"] = found["BestTrainingJob"]["TunedHyperParameters"]
print(json.dumps(seen))
