"""Serving a model by a user's functions: what scikit-learn's image of AWS does with them."""
