"""Doors to other libraries, each in a module of its own that imports its library and nothing else."""
