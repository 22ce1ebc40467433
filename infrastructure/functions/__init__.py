"""The code of the stack's own functions: a module each, which travels inside the template and imports nothing of ours."""
