"""A decision tree that learns to tell labels apart by numbers, from CSV files."""
