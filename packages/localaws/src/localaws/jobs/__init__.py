"""Turns an accepted request into work: what to do is planned (``*_plan``), then done (``job_run``)."""
