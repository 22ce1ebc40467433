"""Hyperparameter tuning: what to try (``search``, ``grid``), when to stop (``completion``), and the job that conducts it (``tuning``)."""
