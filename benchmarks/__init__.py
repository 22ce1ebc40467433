"""Speed and size, as ratios against a named peer or a stated limit, in one run."""
