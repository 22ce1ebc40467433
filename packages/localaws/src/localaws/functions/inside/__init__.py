"""The programs that run in a function's sandbox; they import nothing of localaws."""
