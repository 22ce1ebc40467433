"""An embedded AWS: moto plus a SageMaker that executes. Knows AWS, nothing of our pipelines."""
