"""What runs: state machines over SageMaker, written with the Step Functions Data Science SDK."""
