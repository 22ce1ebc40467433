"""From hours of rented bicycles to splits, and from what a model says of them to scores."""
