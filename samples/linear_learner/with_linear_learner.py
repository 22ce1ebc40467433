"""Linear Learner by the SageMaker SDK's class of its name: `record_set` uploads arrays, typed hyperparameters.

    stepline exec -- python samples/linear_learner/with_linear_learner.py

It runs as it is on AWS too: `python samples/linear_learner/with_linear_learner.py`, with an execution role of
SageMaker's where `sagemaker.get_execution_role()` finds it. The last line is the accuracy on the test channel.
"""

import sagemaker
from impressions import HYPERPARAMETERS, read
from sagemaker import LinearLearner

session = sagemaker.Session()
rows = read()

typed = {key: value for key, value in HYPERPARAMETERS.items() if key != "mini_batch_size"}
estimator = LinearLearner(
    role=sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.large",
    output_path=f"s3://{session.default_bucket()}/linear-learner/models",
    data_location=f"s3://{session.default_bucket()}/linear-learner/record-sets/",
    sagemaker_session=session,
    **typed,
)
records = [
    estimator.record_set(features, labels, channel=name)
    for name, (features, labels) in rows.items()
]
estimator.fit(records, mini_batch_size=HYPERPARAMETERS["mini_batch_size"])

predictor = estimator.deploy(initial_instance_count=1, instance_type="ml.m5.large")
for record in predictor.predict(rows["test"].features[:5]):
    print(f"score {record.label['score'].float32_tensor.values[0]:.4f}")
predictor.delete_model()
predictor.delete_endpoint()

job = session.describe_training_job(estimator.latest_training_job.name)
metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(f"accuracy {metrics['test:binary_classification_accuracy']:.4f}")
