"""A scikit-learn script by the SageMaker SDK: trained, deployed, and asked.

    stepline exec -- python samples/frameworks/with_scikit_learn.py

It runs as it is on AWS too, with an execution role of SageMaker's where `sagemaker.get_execution_role()` finds it.
The last line is a JSON object of what came of it.
"""

import json
from pathlib import Path

import sagemaker
from sagemaker.deserializers import JSONDeserializer
from sagemaker.serializers import JSONSerializer
from sagemaker.sklearn import SKLearn

HERE = Path(__file__).resolve().parent
session = sagemaker.Session()

estimator = SKLearn(
    entry_point="forest.py",
    source_dir=str(HERE / "scripts"),
    framework_version="1.4-2",
    role=sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters={"trees": 50},
    metric_definitions=[{"Name": "accuracy", "Regex": "accuracy=([0-9.]+);"}],
    output_path=f"s3://{session.default_bucket()}/forest/models",
    code_location=f"s3://{session.default_bucket()}/forest/code",
    sagemaker_session=session,
)
table = HERE.parent / "iris" / "iris.csv"
estimator.fit({"train": session.upload_data(str(table), key_prefix="forest/data")})

predictor = estimator.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    serializer=JSONSerializer(),
    deserializer=JSONDeserializer(),  # NumPy's own format has no words in it but as pickles
)
species = predictor.predict([[5.1, 3.5, 1.4, 0.2], [6.3, 3.3, 6.0, 2.5]])
predictor.delete_model()
predictor.delete_endpoint()

job = session.describe_training_job(estimator.latest_training_job.name)
metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(json.dumps({"metrics": metrics, "species": species}))
