"""The letters Vietnamese is written with."""

from unicodedata import combining, normalize

LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
UPPER = LOWER.upper()
ACCENTED_LOWER = "".join(letter for letter in LOWER if letter > "z")
ACCENTED_UPPER = ACCENTED_LOWER.upper()
ACCENTED = ACCENTED_LOWER + ACCENTED_UPPER


def unmarked(text: str) -> str:
    """A text in small letters without their marks, as addresses spell it.

    >>> unmarked("Báo Đà Nẵng")
    'bao da nang'
    """
    letters = normalize("NFD", text.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if not combining(letter))
