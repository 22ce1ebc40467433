"""The commands: what they are called, take and print. What they do is in the modules beside."""
