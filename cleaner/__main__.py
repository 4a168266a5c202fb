"""``python -m cleaner`` is the command ``cleaner``."""

from cleaner.cli.main import command

if __name__ == "__main__":
    command()
