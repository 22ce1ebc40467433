"""What the states of each type do, once entered."""
