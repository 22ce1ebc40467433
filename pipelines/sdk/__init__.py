"""The Data Science SDK's steps, with what they drop or cannot say put right.

Each correction is a small subclass that gives its reason and the SDK's issue number, so that it can
be deleted when the SDK mends it. What the steps are put together to do is `workflow`'s to say.
"""
