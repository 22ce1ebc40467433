"""One module for each moto defect that we work around."""
