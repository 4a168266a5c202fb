"""What is wrong, or only unwise, in rule files: every mistake with its place, a code and the right word.

>>> from cleaner.lint import lint
>>> lint().errors
0
"""

from cleaner.lint.run import Report, lint

__all__ = ["Report", "lint"]
