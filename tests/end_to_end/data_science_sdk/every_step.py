"""A user's program for the Data Science SDK: what AWS's own integration tests of it try, each step a workflow.

Steps whose values are the execution's, tuning, processing, a task by its resource, what is caught and what is not. The
last line is a JSON object of what came of each.
"""

import json
import sys
import time
from pathlib import Path

import boto3
import numpy as np
import sagemaker
from sagemaker import PCA, KMeans
from sagemaker.parameter import CategoricalParameter, IntegerParameter
from sagemaker.processing import ProcessingInput, ProcessingOutput
from sagemaker.sklearn.processing import SKLearnProcessor
from sagemaker.tuner import HyperparameterTuner
from sagemaker.utils import unique_name_from_base
from stepfunctions import steps
from stepfunctions.inputs import ExecutionInput
from stepfunctions.template.pipeline import TrainingPipeline
from stepfunctions.workflow import Workflow

sys.path.insert(0, str(Path(__file__).parents[3] / "samples" / "data_science_sdk"))
from workflow_role import workflow_role

session = sagemaker.Session()
role = sagemaker.get_execution_role()
workflows = workflow_role(role)
bucket = session.default_bucket()
client = boto3.client("stepfunctions")
ONE = {"instance_count": 1, "instance_type": "ml.m5.large"}
TRAIN = "arn:aws:states:::sagemaker:createTrainingJob.sync"

rows = np.random.default_rng(0).random((100, 20)).astype("float32")
table = session.upload_string_as_file_body(
    "".join(",".join(f"{cell:.4f}" for cell in row) + "\n" for row in rows),
    bucket,
    "table/rows.csv",
)
pca = PCA(role=role, num_components=4, sagemaker_session=session, **ONE)
train, test = pca.record_set(rows), pca.record_set(rows, channel="test")
seen = {}


def run(name, definition, inputs=None):
    """Create a workflow, execute it to its end and delete it; the execution's output."""
    workflow = Workflow(unique_name_from_base(name), definition=definition, role=workflows)
    arn = workflow.create()
    described = client.describe_state_machine(stateMachineArn=arn)
    assert json.loads(described["definition"]) == workflow.definition.to_dict()
    output = workflow.execute(inputs=inputs).get_output(wait=True)
    workflow.delete()
    for _ in range(60):
        try:
            client.describe_state_machine(stateMachineArn=arn)
        except client.exceptions.StateMachineDoesNotExist:
            return output
        time.sleep(1)
    raise AssertionError(f"{name} is still there a minute after it was deleted")


pca.fit(train, mini_batch_size=200, logs=False)
model = unique_name_from_base("model")
given = ExecutionInput(
    schema={"strategy": str, "split": str, "count": int, "most": int, "data": str}
)
transform = steps.TransformStep(
    "Transform",
    pca.transformer(**ONE),
    job_name=model,
    model_name=model,
    data=given["data"],
    content_type="text/csv",
    parameters={
        "BatchStrategy": given["strategy"],
        "TransformInput": {"SplitType": given["split"]},
        "TransformResources": {"InstanceCount": given["count"]},
        "MaxPayloadInMB": given["most"],
    },
)
chosen = {"strategy": "SingleRecord", "split": "Line", "count": 1, "most": 5, "data": table}
chain = steps.Chain([steps.ModelStep("Model", pca.create_model(), model_name=model), transform])
seen["transform"] = run("transform", chain, chosen)["TransformJobStatus"]

tuner = HyperparameterTuner(
    KMeans(role=role, k=10, sagemaker_session=session, **ONE),
    objective_metric_name="test:msd",
    objective_type="Minimize",
    hyperparameter_ranges={
        "extra_center_factor": IntegerParameter(4, 10),
        "mini_batch_size": IntegerParameter(10, 100),
        "init_method": CategoricalParameter(["kmeans++", "random"]),
    },
    max_jobs=2,
    max_parallel_jobs=2,
)
tuning = steps.TuningStep("Tune", tuner, job_name=unique_name_from_base("tune"), data=[train, test])
tuned = run("tuning", tuning)
seen["tuning"] = tuned["HyperParameterTuningJobStatus"]
seen["tuned"] = tuned["ObjectiveStatusCounters"]["Succeeded"]

code = session.upload_data(str(Path(__file__).with_name("preprocess.py")), key_prefix="code")
asked = ExecutionInput(schema={"entrypoint": str, "arguments": [str], "most": int})
processing = steps.ProcessingStep(
    "Process",
    SKLearnProcessor("1.2-1", role, sagemaker_session=session, **ONE),
    job_name=unique_name_from_base("process"),
    inputs=[
        ProcessingInput(table, "/opt/ml/processing/input", "rows"),
        ProcessingInput(code, "/opt/ml/processing/input/code", "code"),
    ],
    outputs=[
        ProcessingOutput(f"/opt/ml/processing/{part}", f"s3://{bucket}/split/{part}", part)
        for part in ("train", "test")
    ],
    container_arguments=asked["arguments"],
    container_entrypoint=asked["entrypoint"],
    parameters={"StoppingCondition": {"MaxRuntimeInSeconds": asked["most"]}},
)
inputs = {
    "entrypoint": ["python3", "/opt/ml/processing/input/code/preprocess.py"],
    "arguments": ["--train-test-split-ratio", "0.2"],
    "most": 500,
}
seen["processing"] = run("processing", processing, inputs)["ProcessingJobStatus"]
seen["split"] = [
    len(session.read_s3_file(bucket, f"split/{part}/{part}.csv").splitlines())
    for part in ("train", "test")
]


def task(state, image):
    """A training job by its resource's name and a request's members, as a manifest's rows."""
    where = {
        "S3DataType": "ManifestFile",
        "S3Uri": train.s3_data,
        "S3DataDistributionType": "ShardedByS3Key",
    }
    request = {
        "TrainingJobName": unique_name_from_base("task"),
        "AlgorithmSpecification": {"TrainingImage": image, "TrainingInputMode": "File"},
        "HyperParameters": {"num_components": "4", "feature_dim": "20", "mini_batch_size": "200"},
        "InputDataConfig": [{"ChannelName": "train", "DataSource": {"S3DataSource": where}}],
        "OutputDataConfig": {"S3OutputPath": f"s3://{bucket}/"},
        "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 30},
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
        "RoleArn": role,
    }
    return steps.Task(state, resource=TRAIN, parameters=request)


right = task("Train", pca.training_image_uri())
seen["task"] = run("task", steps.Chain([right, steps.Pass("Done", result="trained")]))
caught = task("Fail", "not_an_image")
caught.add_catch(
    steps.Catch(error_equals=["States.ALL"], next_step=steps.Pass("All", result="caught"))
)
seen["catch"] = run("catch", caught)
retried = task("Fail", "not_an_image")
retried.add_retry(steps.Retry(error_equals=["Another"], interval_seconds=1, max_attempts=2))
seen["retry"] = run("retry", retried)

estimator = PCA(role=role, num_components=1, sagemaker_session=session, **ONE)
estimator.feature_dim = 10  # the rows have 20: AWS's image goes by them
estimator.algorithm_mode, estimator.mini_batch_size = "randomized", 128
hyperparameters = estimator.hyperparameters()
name = unique_name_from_base("pipeline")
pipeline = TrainingPipeline(
    estimator, workflows, estimator.record_set(rows), bucket, pipeline_name=name
)
pipeline.create()
execution = pipeline.execute(job_name=name, hyperparameters=hyperparameters)
seen["pipeline"] = execution.get_output(wait=True)["EndpointArn"].endswith(name)
seen["as asked"] = execution.get_input()["Training"]["HyperParameters"] == hyperparameters
print(json.dumps(seen))
