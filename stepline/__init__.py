"""The command line: a boto3 client of AWS, or of the embedded AWS that it can start."""
