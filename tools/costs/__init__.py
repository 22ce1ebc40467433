"""What a run and a month of each pipeline cost: prices and assumptions are tables, which anybody replaces.

tables    reads pipelines/prices.csv and assumptions.csv, or a user's own of the same columns
bill      multiplies: the machines that the pipelines name, by the minutes assumed, by the prices
page      writes docs/reference/costs.md
"""
