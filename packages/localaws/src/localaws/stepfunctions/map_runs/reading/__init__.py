"""The items of a distributed Map, from wherever its ItemReader says."""
