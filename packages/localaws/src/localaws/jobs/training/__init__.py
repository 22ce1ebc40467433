"""Training jobs: what the kind is (``kind``), what a request must keep (``rules``), its ``plan``."""
