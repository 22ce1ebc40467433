"""Rows of numbers with a label before them: divided for training and test, and models measured on the test."""
