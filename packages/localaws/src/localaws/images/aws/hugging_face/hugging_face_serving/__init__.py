"""Serving a model of Transformers as AWS's image does: by its task, or by a user's functions."""
