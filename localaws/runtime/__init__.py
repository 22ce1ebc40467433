"""The runtimes: ways to run one command of an image with a given ``/opt/ml``."""
