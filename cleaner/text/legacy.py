"""Vietnamese of the years before Unicode, its bytes shown as Latin-1: TCVN3 (ABC), VNI, VISCII, Windows-1258.

*ViÖt Nam*, *Vieät Nam*: no character of it is wrong by itself, and one line proves nothing. So the whole document is
judged: nearly all of its accented tokens must be syllables once decoded, and many must be none before. Signs prove
nothing at all (*1º, £5, ½*): there must be words, different ones, and among Vietnamese words. The bytes of these
encodings sit on soft hyphens, no-break spaces and control characters, so this comes before anything is cleaned.

TCVN3 is the font encoding known as ABC: TCVN 5712 without its capitals below 0xA1, where these fonts keep the
punctuation of Windows. VNI writes a letter and its mark as two characters.
"""

import re

from cleaner._core import compose, is_syllable, nfc

SPACE = re.compile("[ \n\t\r]+")
EDGE = "!\"'()*,-./0123456789:;?[]_%“”‘’–…"
SIGN = (
    rb"[\x02\x05\x06\x14\x19\x1e\x80-\x9f\xa1-\xbf\xc4-\xc7\xcb\xce\xcf\xd0\xd1\xd6-\xd8\xdb\xdc\xde-\xdf"
    rb"\xe4-\xe7\xeb\xee\xef\xf0\xf1\xf6-\xf8\xfb\xfc\xfe\xff\xd2\xf2\xcc\xec]"
)
NO_SIGN = re.sub(SIGN, b"", bytes(range(256)))
MODERN = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]")  # letters that no byte encoding shown as Latin-1 has
JOINT = re.compile(r"[^\w\xa1-\xbf]|_")
SAMPLE = 20_000
GLANCE = 1_500
FEWEST = 3  # different words of two letters and more that only the decoding makes Vietnamese
AMONG = 0.6  # of the words in small letters, and of those that it makes, are Vietnamese
LONGEST = 7  # letters of a syllable
STRIPPED = "tcvn3 without soft hyphens"
LOST = "\u01b0"  # what TCVN3 writes as a soft hyphen
SPOILT = re.compile(r".*[\u01a1\u1edb\u1edd\u1edf\u1ee1\u1ee3]|[b-df-hj-np-tv-xz\u0111]{2,}$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")


def _table(*runs: tuple[int, str]) -> dict[int, str]:
    return {start + at: letter for start, letters in runs for at, letter in enumerate(letters)}


def _of_codec(name: str) -> dict[int, str]:
    """Read the table of an encoding that Python has, where it is not Latin-1."""
    shown = {byte: bytes([byte]).decode(name, "ignore") for byte in range(0x80, 0x100)}
    return {byte: letter for byte, letter in shown.items() if letter not in ("", chr(byte))}


# TCVN 5712-3, with the letters of TCVN 5712-1 where it has none
TCVN3 = _table(
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔ"),
    (0xE1, "ỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"),
)
# TCVN 5712-1, above the C0 controls
TCVN5712 = _table((0x80, "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ")) | TCVN3
# VISCII 1.1
VISCII = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"} | _table(
    (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"),
    (0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"),
)
# Windows-1252, where it is not Latin-1
WINDOWS_EXTRA = _of_codec("cp1252")


def _vni() -> dict[str, str]:
    """Spell every sequence of VNI in both cases: a letter and behind it its mark, or one with a place of its own."""
    plain = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ", "ô": "ớờởỡợ", "ö": "ứừửữự"}
    table = {a + mark: b for a, letters in plain.items() for mark, b in zip("ùøûõï", letters, strict=False)}
    for base, letters in {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}.items():
        table |= {base + mark: letter for mark, letter in zip("âáàåãä", letters, strict=True)}
    table |= {"a" + mark: letter for mark, letter in zip("êéèúüë", "ăắằẳẵặ", strict=True)}
    table |= dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
    upper = {sequence.upper(): letter.upper() for sequence, letter in table.items()}
    mixed = {s[0].upper() + s[1]: letter.upper() for s, letter in table.items() if len(s) == 2}
    return table | mixed | upper


VNI = _vni()


def legacy_encoding(text: str) -> str:
    """Name the legacy encoding that a text is shown through, or give an empty string.

    >>> legacy_encoding("ViÖt Nam ®Êt n­íc cña chóng ta"), legacy_encoding("Vieät Nam ñaát nöôùc cuûa chuùng ta")
    ('tcvn3', 'vni')
    >>> legacy_encoding("Müller và Özil gặp Hermès ở Đà Nẵng")
    ''
    """
    sample = text[:SAMPLE]
    if len(sample.encode("latin-1", "replace").translate(None, NO_SIGN)) * 25 < len(sample):
        return ""
    accented, valid, _, _ = _count(sample)
    if accented < FEWEST or valid > 0.6 * accented or len(MODERN.findall(sample)) * 5 > accented:
        return ""
    possible = [name for name in ENCODINGS if name != STRIPPED or "\xad" not in text]
    likely = [name for name in possible if _share(sample[:GLANCE], name) >= 0.7]
    return max((name for name in likely if _fits(sample, name)), key=lambda name: _share(sample, name), default="")


def _share(text: str, encoding: str) -> float:
    """The share of accented tokens that are syllables once decoded."""
    accented, valid, _, _ = _count(read_legacy(text, encoding))
    return valid / accented if accented else 1.0


def _fits(text: str, encoding: str) -> bool:
    """Whether a text reads as Vietnamese once decoded."""
    read = read_legacy(text, encoding)
    accented, valid, tokens, fine = _count(read)
    return valid >= 0.9 * accented and fine >= 0.75 * tokens and _is_proven(text, read)


def _is_proven(text: str, read: str) -> bool:
    """Whether words prove a decoding: as many as that are new, and most of the others are Vietnamese, too."""
    before, after = ({piece.strip(EDGE) for piece in SPACE.split(some)} for some in (text, read))
    made = {word.lower() for word in after - before if len(word) > 1 and not word.isascii()}
    new = sum(map(is_syllable, made))
    others = [word for word in after & before if word.isascii() and word.isalpha() and word.islower()]
    return new >= FEWEST and new + sum(map(is_syllable, others)) >= AMONG * (new + len(others))


def read_legacy(text: str, encoding: str) -> str:
    """Read a text shown as Latin-1 or Windows-1252 as the bytes of a legacy encoding that it is.

    >>> read_legacy("Vieät Nam", "vni"), read_legacy("ViÖt Nam", "tcvn3")
    ('Việt Nam', 'Việt Nam')
    """
    if encoding == "vni":
        return VNI_PAIR.sub(lambda pair: VNI[pair[0]], text.translate(WINDOWS_EXTRA))
    if encoding == STRIPPED:
        return WORD.sub(_with_lost, compose(text.translate(TABLES["tcvn3"])))
    return compose(text.translate(TABLES[encoding]))


def _with_lost(word: re.Match[str]) -> str:
    """Put the letter that was a soft hyphen back into a word that is none without, where one place alone makes one."""
    token = word[0]
    if len(token) > LONGEST or is_syllable(token) or not SPOILT.match(token):
        return token
    fits = {f"{token[:at]}{LOST}{token[at:]}" for at in range(1, len(token) + 1)}
    right = [one for one in (*fits, LOST + token) if is_syllable(one)]
    return right[0] if len(right) == 1 else token


def _count(text: str) -> tuple[int, int, int, int]:
    """Count tokens with letters beyond ASCII, the syllables among them, all tokens, and the plausible ones of these."""
    accented = valid = tokens = fine = 0
    for piece in SPACE.split(nfc(text)):
        token = piece.strip(EDGE)
        if not token:
            continue
        tokens += 1
        right = is_syllable(token)
        fine += right or token.isupper() or (token.istitle() and token.isascii())
        if not token.isascii():
            accented += 1
            valid += right or _compound(token)
    return accented, valid, tokens, fine


def _compound(token: str) -> bool:
    """Whether a token of several words (*Hà-Nội*, *đ/c*) is made of syllables."""
    parts = JOINT.split(token)
    return len(parts) > 1 and all(is_syllable(part) or part.isascii() for part in parts)


def _in_windows_1252(table: dict[int, str]) -> dict[int, str]:
    """Make a table of bytes one of the characters that Windows-1252 shows for them."""
    return table | {ord(shown): table[byte] for byte, shown in WINDOWS_EXTRA.items() if byte in table}


TABLES = {
    "tcvn3": WINDOWS_EXTRA | TCVN3,
    "viscii": VISCII,
    "windows-1258": WINDOWS_EXTRA | _of_codec("cp1258"),
    "tcvn5712": TCVN5712,
    "viscii in windows-1252": _in_windows_1252(VISCII),
    "tcvn5712 in windows-1252": _in_windows_1252(TCVN5712),
}
ENCODINGS = ("tcvn3", STRIPPED, "vni", *(name for name in TABLES if name != "tcvn3"))  # of equals the first counts
VNI_PAIR = re.compile("|".join(sorted(VNI, key=len, reverse=True)))
