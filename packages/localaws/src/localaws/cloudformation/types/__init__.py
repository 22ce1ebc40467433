"""What makes the resources, by type: each through the API of its service, as anybody would.

``handler`` says what a type is, ``registry`` which there are; ``properties`` holds what a template
gives against what AWS's own schema of the type has.
"""
