"""The package that AWS's image of TensorFlow trains by."""
