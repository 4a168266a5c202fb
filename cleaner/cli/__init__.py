"""The command line: the only part that prints. Importing it loads neither typer nor rich."""

CLEAN, CHECK, EXPLAIN, RESTORE, REPORT = "clean", "check", "explain", "restore", "report"
#: The verbs that read or write documents, in the order of the help.
VERBS = (CLEAN, CHECK, EXPLAIN, RESTORE, REPORT)
#: Commands that do not.
OTHERS = ("labels", "sources", "rules")
