"""What the bytes of the Vietnamese encodings before Unicode mean.

TCVN3 is the font encoding known as ABC: TCVN 5712 without its capitals below 0xA1, where these fonts keep the
punctuation of Windows. VNI writes a letter and its mark as two characters.
"""

from __future__ import annotations


def _table(*runs: tuple[int, str]) -> dict[int, str]:
    return {start + at: letter for start, letters in runs for at, letter in enumerate(letters)}


# TCVN 5712-3, with the letters of TCVN 5712-1 where it has none
TCVN3 = _table(
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔ"),
    (0xE1, "ỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"),
)
# TCVN 5712-1, above the C0 controls
TCVN5712 = _table(
    (0x80, "ÀẢÃÁẠẶẬÈẺẼÉẸỆÌỈĨÍỊÒỎÕÓỌỘỜỞỠỚỢÙỦŨ"),
    (0xA1, "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂẻẽéẹềểễếệìỉỄẾỒĩíịòỔ"),
    (0xE1, "ỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹ"),
    (0xFE, "ỵỐ"),
)
# VISCII 1.1
VISCII = _table(
    (0x02, "Ẳ"),
    (0x05, "ẴẪ"),
    (0x14, "Ỷ"),
    (0x19, "Ỹ"),
    (0x1E, "Ỵ"),
    (0x80, "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"),
    (0xC0, "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"),
)
# Windows-1258, where it is not Windows-1252
WINDOWS_1258 = _table(
    (0xC3, "Ă"),
    (0xCC, "\u0300"),
    (0xD0, "Đ"),
    (0xD2, "\u0309"),
    (0xD5, "Ơ"),
    (0xDD, "Ư\u0303"),
    (0xE3, "ă"),
    (0xEC, "\u0301"),
    (0xF0, "đ"),
    (0xF2, "\u0323"),
    (0xF5, "ơ"),
    (0xFD, "ư₫"),
)
# Windows-1252, where it is not Latin-1
WINDOWS_EXTRA = _table(
    (0x80, "€"),
    (0x82, "‚ƒ„…†‡ˆ‰Š‹Œ"),
    (0x8E, "Ž"),
    (0x91, "‘’“”•–—˜™š›œ"),
    (0x9E, "žŸ"),
)

TONE_MARKS = "ùøûõï"  # sắc huyền hỏi ngã nặng, behind the letter


def _vni() -> dict[str, str]:
    """Spell every sequence of VNI in both cases: letter and mark, or a letter with a place of its own."""
    plain = {"a": "áàảãạ", "e": "éèẻẽẹ", "o": "óòỏõọ", "u": "úùủũụ", "y": "ýỳỷỹ", "ô": "ớờởỡợ", "ö": "ứừửữự"}
    table = {
        base + mark: letter
        for base, letters in plain.items()
        for mark, letter in zip(TONE_MARKS, letters, strict=False)
    }
    for base, letters in {"a": "âấầẩẫậ", "e": "êếềểễệ", "o": "ôốồổỗộ"}.items():
        table |= {base + mark: letter for mark, letter in zip("âáàåãä", letters, strict=True)}
    table |= {"a" + mark: letter for mark, letter in zip("êéèúüë", "ăắằẳẵặ", strict=True)}
    table |= dict(zip("ôöíìæóòîñ", "ơưíìỉĩịỵđ", strict=True))
    upper = {sequence.upper(): letter.upper() for sequence, letter in table.items()}
    mixed = {s[0].upper() + s[1]: letter.upper() for s, letter in table.items() if len(s) == 2}
    return table | mixed | upper


VNI = _vni()
