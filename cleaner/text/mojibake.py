"""UTF-8 that was read as something else, put right. The only home of ftfy.

ftfy finds the reading; `impossible` has the last word, since ftfy takes correct Vietnamese capitals for damage. ftfy is
imported when a line first needs it: that alone costs more than cleaning a page.
"""

from __future__ import annotations

from cleaner.text.tokens import impossible


def undo_mojibake(line: str) -> str:
    """Read a line as it was meant, where that leaves fewer impossible tokens.

    >>> undo_mojibake("Viá»‡t Nam"), undo_mojibake("“ĐẠI LÃ”")
    ('Việt Nam', '“ĐẠI LÃ”')
    """
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    fixed: str = fix_encoding_and_explain(line, TextFixerConfig()).text
    return fixed if fixed != line and impossible(fixed) < impossible(line) else line
