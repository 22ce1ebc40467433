"""Script mode: what AWS's framework images do around a user's script, for the images that stand in for them.

An image folder takes this folder into its build (``contexts`` of its ``image.toml``). Everything here runs
inside a container, on the image's Python and nothing of localaws.
"""
