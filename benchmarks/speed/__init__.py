"""How fast cleaner is, always beside something that everybody knows, in the same run on the same machine."""
