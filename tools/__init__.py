"""What helps to develop Stepline, and is no part of it: drawings, tables in documents, checks."""
