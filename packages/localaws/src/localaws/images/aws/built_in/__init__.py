"""What AWS's own algorithms have in common, apart from XGBoost's ways: data in recordIO-protobuf and CSV,
hyperparameters, log lines, failures, and the endpoint's formats and server.

It runs inside the containers of the images that share it (``shares = ["../built_in"]``) and imports nothing of
the embedded AWS. What an algorithm learns and predicts is its own folder's.
"""
