"""The command line: the only part that prints. Importing it loads neither typer nor rich."""
