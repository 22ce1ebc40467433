"""The optimised SageMaker integration of Step Functions."""
