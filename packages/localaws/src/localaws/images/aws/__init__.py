"""The images of AWS's own that localaws brings: one folder each, a Docker build context."""
