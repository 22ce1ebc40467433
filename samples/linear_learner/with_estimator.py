"""Linear Learner by an image's URI: the SageMaker SDK's general `Estimator`, on records that the program writes.

    stepline exec -- python samples/linear_learner/with_estimator.py

It runs as it is on AWS too: `python samples/linear_learner/with_estimator.py`, with an execution role of SageMaker's
where `sagemaker.get_execution_role()` finds it. The last line is the accuracy on the test channel.
"""

import io

import sagemaker
from impressions import HYPERPARAMETERS, read
from sagemaker.amazon.common import (
    RecordDeserializer,
    RecordSerializer,
    write_numpy_to_dense_tensor,
)
from sagemaker.estimator import Estimator
from sagemaker.inputs import TrainingInput

session = sagemaker.Session()
rows = read()

channels = {}
for name, (features, labels) in rows.items():
    records = io.BytesIO()
    write_numpy_to_dense_tensor(records, features, labels)
    records.seek(0)
    key = f"linear-learner/records/{name}.pbr"
    session.boto_session.client("s3").upload_fileobj(records, session.default_bucket(), key)
    address = f"s3://{session.default_bucket()}/{key}"
    channels[name] = TrainingInput(address, content_type="application/x-recordio-protobuf")

estimator = Estimator(
    sagemaker.image_uris.retrieve("linear-learner", session.boto_region_name),
    sagemaker.get_execution_role(),
    instance_count=1,
    instance_type="ml.m5.large",
    hyperparameters=HYPERPARAMETERS,
    output_path=f"s3://{session.default_bucket()}/linear-learner/models",
    sagemaker_session=session,
)
estimator.fit(channels)

predictor = estimator.deploy(
    initial_instance_count=1,
    instance_type="ml.m5.large",
    serializer=RecordSerializer(),
    deserializer=RecordDeserializer(),
)
said = predictor.predict(rows["test"].features[:5])
for record in said:
    print(f"score {record.label['score'].float32_tensor.values[0]:.4f}")
predictor.delete_model()
predictor.delete_endpoint()

job = session.describe_training_job(estimator.latest_training_job.name)
metrics = {each["MetricName"]: each["Value"] for each in job["FinalMetricDataList"]}
print(f"accuracy {metrics['test:binary_classification_accuracy']:.4f}")
