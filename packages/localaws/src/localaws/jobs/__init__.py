"""Jobs, one wing of SageMaker: accepted requests become work that is planned, queued and done."""
