"""``python -m cleaner`` is the main ``cleaner``."""

from cleaner.cli.main import main

if __name__ == "__main__":
    main()
