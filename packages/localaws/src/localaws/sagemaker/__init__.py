"""The SageMaker API: validates requests, keeps resources, describes them. Runs nothing."""
