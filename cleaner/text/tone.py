"""Where the tone mark stands: *hòa* of old, *hoà* of the newer school.

They differ for open *oa oe uy* only. Both are right, so nothing changes unless asked for; then only whole syllables
change, and never inside an address, a hashtag or a handle.
"""

from __future__ import annotations

from functools import cache
from itertools import islice, product, repeat

from cleaner.late import late
from cleaner.text.letters import ACCENTED

WORD = late(rf"(?<![\w'’-])[^\W\d_]*[{ACCENTED}][^\W\d_]*(?![\w'’])")
OPEN = ("oa", "oe", "uy")

#: What every syllable that could be written otherwise ends with, by the school that it would be brought to.
_OTHER = {
    "old": ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
    "new": ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
}


@cache
def _styles() -> tuple[dict[str, str], dict[str, str]]:
    """Map each syllable of the new school to the old one's spelling, and the other way round; lower case."""
    from cleaner.text.syllable import ONSETS, TONES, rimes_after, spell  # most texts have no such syllable

    to_old: dict[str, str] = {}
    for onset in ("", *ONSETS.split()):
        for rime in OPEN:
            if rime in rimes_after(onset):
                for tone in TONES[1:]:
                    to_old[spell(onset, rime, tone, new=True)] = spell(onset, rime, tone, new=False)
    return to_old, {old: new for new, old in to_old.items()}


def tone_style(line: str, style: str) -> str:
    """Write the open syllables in *oa oe uy* in one school's way, ``old`` or ``new``.

    >>> tone_style("Hoà bình, THUÝ, quý, khoẻ, #hoà", "old"), tone_style("Hòa", "new")
    ('Hòa bình, THÚY, quý, khỏe, #hoà', 'Hoà')
    """
    if not is_spelled_otherwise(line.lower(), style):
        return line
    from cleaner.text.protected import outside

    table = _styles()[0 if style == "old" else 1]
    return outside(line, lambda part: WORD.sub(lambda word: _respell(word[0], table), part))


def is_spelled_otherwise(text: str, style: str) -> bool:
    """Tell whether a word of a text in lower case may be spelled otherwise in a school; looked up, not searched for.

    >>> is_spelled_otherwise("hoà bình", "old"), is_spelled_otherwise("toàn", "old"), is_spelled_otherwise("hòa", "old")
    (True, False, False)
    """
    return any(map(_ends_a_word, filter(text.__contains__, _OTHER[style]), repeat(text)))


def has_two_spellings(text: str) -> bool:
    """Tell whether a word of a text in lower case is spelled otherwise in one of the schools."""
    return any(map(is_spelled_otherwise, repeat(text), _OTHER))


def _ends_a_word(end: str, text: str) -> bool:
    after = (part[:1] for part in text.split(end)[1:])
    return not all(letter.isalnum() or letter == "_" for letter in after)


def _respell(word: str, table: dict[str, str]) -> str:
    """Look a word up in lower case and give the spelling found there the word's own case, letter for letter."""
    found = table.get(word.lower())
    if found is None:
        return word
    return "".join(new.upper() if old.isupper() else new for old, new in zip(word, found, strict=True))


@cache
def _placements() -> dict[str, str]:
    """Map spellings with the tone mark on a letter where no school puts it to the old school's; lower case."""
    from unicodedata import normalize

    from cleaner.text.syllable import ONSETS, STOP_TONES, STOPS, TONES, VOWELS, rimes_after, spell, syllables

    wrong: dict[str, str] = {}
    for onset in ("", *ONSETS.split()):
        for rime in rimes_after(onset):
            whole = onset + rime if onset not in ("qu", "gi") else onset[0] + onset[1] + rime
            for tone in STOP_TONES if rime.endswith(STOPS) else TONES[1:]:
                right = spell(onset, rime, tone, new=False)
                for at, letter in enumerate(whole):
                    if letter in VOWELS:
                        other = normalize("NFC", whole[: at + 1] + tone + whole[at + 1 :])
                        if other not in syllables():
                            wrong.setdefault(other, right)
    return wrong


def right_placement(line: str) -> str:
    """Put a tone mark that stands on the wrong vowel where it belongs.

    >>> right_placement("cuả qúy hòan Hòa")
    'của quý hoàn Hòa'
    """
    from cleaner.text.protected import outside

    return outside(line, lambda part: WORD.sub(lambda word: _respell(word[0], _placements()), part))


def tone_variants(key: str, most: int = 64) -> frozenset[str]:
    """Give every spelling of a key in either school, its own among them; `most` at the utmost.

    A loop over many lines can look these up, and need not bring each line to one school first.

    >>> sorted(tone_variants("hoà bình"))
    ['hoà bình', 'hòa bình']
    """
    from cleaner.text.protected import parts

    to_old, to_new = _styles()
    pieces: list[tuple[str, ...]] = []
    for part, protected in parts(key):
        at = 0
        for word in () if protected else WORD.finditer(part):
            other = to_old.get(word[0]) or to_new.get(word[0])
            if other:
                pieces += [(part[at : word.start()],), (word[0], other)]
                at = word.end()
        pieces.append((part[at:],))
    spellings = map("".join, product(*pieces))
    return frozenset(islice(spellings, most - 2)) | {tone_style(key, "old"), tone_style(key, "new")}
