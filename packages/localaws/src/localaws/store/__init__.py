"""What outlives a restart: SQLite files in the home folder. What is in them is its owner's affair."""
