"""The command."""


def main() -> None:
    """Run."""
    raise SystemExit("not there yet")
