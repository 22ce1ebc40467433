"""What an image URI means here: process images built from Dockerfiles."""
