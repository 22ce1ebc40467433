"""Linear Learner as AWS provides it: what ``train`` and ``serve`` of the image run."""
