"""Serving a SavedModel as TensorFlow Serving does behind AWS's image: its REST requests and responses."""
