"""UTF-8 that was read as something else, put right. The only home of ftfy.

A whole line in one wrong encoding is the common case: its bytes are put back and read as UTF-8, which hardly succeeds
by chance. Where only parts of a line are damaged, each part is weighed with the word around it. What is left goes to
ftfy, and only if it could find something at all. `impossible` has the last word each time, since correct Vietnamese
capitals (*XÃ–PHƯỜNG*) look like damage to any test of letters alone.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from cleaner._core import has_clue, impossible, may_be_misread, nfc, with_right_letters
from cleaner.text.codepages import ACCENTED, LOST, PAGES, Page, page
from cleaner.text.lost import fill_losses, mark_losses

REMEMBERED = 100  # letters of a word
LAYERS = 6  # mojibake of mojibake: three layers are seen in the wild
KIN = (
    ("western",),
    ("windows-1258", "windows-1250", "iso-8859-2", "windows-1257"),
    ("windows-1251",),
    ("cp850", "cp437", "cp852"),
    ("mac-roman",),
)
# A shouted word with no more than quotes, dashes or dots beside its capitals is just that.
HARD = re.compile(f"[^ -~{ACCENTED}“”‘’–—…•·«»\xa0\xad]")
PROVEN = 12  # UTF-8 sequences in them, and not one broken
CERTAIN = 4  # this many UTF-8 sequences and not one broken are no accident
BEYOND_ASCII = re.compile("[^\x00-\x7f]")


def undo_mojibake(line: str) -> str:
    """Read a line as it was meant, where that leaves fewer impossible tokens; layer by layer.

    >>> undo_mojibake("Viá»‡t Nam"), undo_mojibake("dá»… dÃ ng")
    ('Việt Nam', 'dễ dàng')
    >>> undo_mojibake("“ĐẠI LÃ”"), undo_mojibake("XÃ–PHƯỜNG"), undo_mojibake("ViÃ¡Â»â€¡t")
    ('“ĐẠI LÃ”', 'XÃ–PHƯỜNG', 'Việt')
    """
    for _ in range(LAYERS):
        if not has_clue(line):
            break
        after = _one_layer(line)
        if after == line:
            break
        line = after
    return line


def proven_page(lines: Iterable[str]) -> Page | None:
    r"""Tell in which encoding a document is shown, where some of its lines leave no doubt: that counts for the others.

    >>> long = "má»™t ngÃ´i nhÃ\xa0 á»Ÿ Viá»‡t Nam Ä‘ang Ä‘Æ°á»£c xÃ¢y dá»±ng"
    >>> proven_page([long, "Ã—"]).name, proven_page(["Ã—"])
    ('western', None)
    """
    signs: dict[str, int] = {}
    for line in dict.fromkeys(map(nfc, lines)):
        shown = (one for one in map(page, PAGES) if one.may_show(line))
        read = {one.name: text for one in shown if (text := one.core.read(line))}
        wrong = {name: impossible(text) for name, text in read.items()} if len(read) > 1 else {}
        for name, text in read.items():
            if not wrong or wrong[name] == min(wrong.values()):
                signs[name] = signs.get(name, 0) + _sequences(text)
        first, second = sorted([*signs.values(), 0, 0], reverse=True)[:2]
        if first >= PROVEN and first > second:
            return page(max(signs, key=signs.__getitem__))
    return None


def _one_layer(line: str) -> str:
    seen: list[Page] = []
    for kin in KIN:
        pages = [one for one in map(page, kin) if one.may_show(line)]
        readings = [read for one in pages if (read := _whole(line, one))]
        if readings:
            return min(readings, key=impossible) if len(readings) > 1 else readings[0]
        seen += pages
    for one in seen:
        after = _parts(line, one)
        if after != line:
            return after
    return _by_ftfy(line) if may_be_misread(line) else line


def _whole(line: str, one: Page) -> str:
    """Read a whole line as UTF-8 shown in one encoding; "" where it is none, or looks no better for it."""
    data = one.encode(line)
    if data is None:
        return ""
    try:
        read = data.decode().replace(chr(LOST), "\ufffd")
    except UnicodeDecodeError:
        try:
            read = fill_losses(mark_losses(data).decode())
        except UnicodeDecodeError:
            return ""
    certain = _sequences(read) >= CERTAIN
    return read if read != line and (certain or _better(read, line)) else ""


def _better(read: str, line: str) -> bool:
    """Whether a reading leaves fewer impossible tokens than the line, which look-alikes do not count against."""
    if line.isupper() and not HARD.search(line):
        return False
    return impossible(read) < impossible(with_right_letters(line))


def _sequences(read: str) -> int:
    """Count the characters of a text that are several bytes each in UTF-8."""
    return len(re.findall(BEYOND_ASCII, read))


def _parts(line: str, one: Page) -> str:
    """Read each damaged part of a line, weighing it with the letters that touch it."""
    out: list[str] = []
    at = 0
    for word in one.chunks_in(line):
        read = (_read if len(word[0]) < REMEMBERED else _read.__wrapped__)(word[0], one.name)
        if read != word[0]:
            out += [line[at : word.start()], read]
            at = word.end()
    return "".join([*out, line[at:]]) if out else line


@lru_cache(maxsize=10_000)
def _read(word: str, name: str) -> str:
    """Read a word with damaged parts as shown in one encoding, where that looks better."""
    one = page(name)

    def of_run(run: re.Match[str]) -> str:
        data = one.encode(run[0])
        try:
            return run[0] if data is None else mark_losses(data).decode()
        except UnicodeDecodeError:
            return run[0]

    read = fill_losses(re.sub(one.runs, of_run, word))
    return read if read != word and _better(read, word) else word


def _by_ftfy(line: str) -> str:
    """Ask ftfy, which knows more encodings and damage than occur in Vietnamese; importing it takes its time."""
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    fixed: str = fix_encoding_and_explain(line, TextFixerConfig()).text
    return fixed if fixed != line and _better(fixed, line) else line
