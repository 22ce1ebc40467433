"""What gunicorn serves: the Flask app on the model that SageMaker has put in its place."""

from pathlib import Path

from predictor import create_app

app = create_app(Path("/opt/ml/model"))
