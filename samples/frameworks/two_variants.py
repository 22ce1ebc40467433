"""Two models behind one endpoint, 95 to 5: the second is tried on a few requests, and then gets half of them.

    stepline exec -- python samples/frameworks/two_variants.py [REQUESTS]

It runs as it is on AWS too, with an execution role of SageMaker's where `sagemaker.get_execution_role()` finds it.
The last line is a JSON object of which variant answered how many of the requests, before and after the weights
were changed.
"""

import json
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import sagemaker
from sagemaker.session import production_variant
from sagemaker.sklearn import SKLearn
from sagemaker.utils import unique_name_from_base

HERE = Path(__file__).resolve().parent
REQUESTS = int(sys.argv[1]) if sys.argv[1:] else 1000
AT_ONCE = 8
session = sagemaker.Session()
runtime = session.sagemaker_runtime_client
client = session.sagemaker_client
endpoint = unique_name_from_base("two-variants")


def model(number: int) -> str:
    """The name of a model that always answers this number, trained by a job of its own."""
    estimator = SKLearn(
        entry_point="constant.py",
        source_dir=str(HERE / "scripts"),
        framework_version="1.4-2",
        role=sagemaker.get_execution_role(),
        instance_count=1,
        instance_type="ml.m5.large",
        hyperparameters={"number": number},
        output_path=f"s3://{session.default_bucket()}/two-variants/models",
        code_location=f"s3://{session.default_bucket()}/two-variants/code",
        sagemaker_session=session,
    )
    estimator.fit(logs=False)
    made = estimator.create_model()
    definition = made.prepare_container_def("ml.m5.large")
    name = unique_name_from_base(f"answers-{number}")
    session.create_model(name, sagemaker.get_execution_role(), definition)
    return name


def ask(_: int) -> tuple[str, float]:
    """Who answered, and what."""
    response = runtime.invoke_endpoint(
        EndpointName=endpoint,
        ContentType="application/json",
        Accept="application/json",
        Body=b"[[1.0]]",
    )
    return response["InvokedProductionVariant"], json.load(response["Body"])[0]


def counted() -> dict[str, int]:
    """How many of the requests each variant answered, all of them with its own model."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        responses = list(pool.map(ask, range(REQUESTS)))
    assert set(responses) <= {("proven", 1.0), ("new", 2.0)}, set(responses)
    return dict(Counter(variant for variant, _ in responses))


models = {"proven": model(1), "new": model(2)}
session.endpoint_from_production_variants(
    endpoint,
    [
        production_variant(models["proven"], "ml.m5.large", 1, "proven", 95),
        production_variant(models["new"], "ml.m5.large", 1, "new", 5),
    ],
)
first = counted()
client.update_endpoint_weights_and_capacities(
    EndpointName=endpoint,
    DesiredWeightsAndCapacities=[
        {"VariantName": "proven", "DesiredWeight": 50},
        {"VariantName": "new", "DesiredWeight": 50},
    ],
)
session.wait_for_endpoint(endpoint)
print()  # the SDK's marks of waiting end without a line's end
then = counted()

client.delete_endpoint(EndpointName=endpoint)
client.delete_endpoint_config(EndpointConfigName=endpoint)
for name in models.values():
    client.delete_model(ModelName=name)
print(json.dumps({"at 95 to 5": first, "at 50 to 50": then}))
