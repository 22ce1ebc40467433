"""The API of Lambda, one module a noun. What runs a function is ``execution``'s; requests have passed the model."""
