"""A run over files: the plan, its tasks, what does them here or in other processes, and where the outcomes go.

Nothing here knows a terminal; the command line and the engines of others both stand on it.
"""
