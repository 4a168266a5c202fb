"""The letters Vietnamese is written with."""

LOWER = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệfghiìíỉĩịjklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvwxyỳýỷỹỵz"
UPPER = LOWER.upper()
ACCENTED_LOWER = "".join(letter for letter in LOWER if letter > "z")
ACCENTED = ACCENTED_LOWER + ACCENTED_LOWER.upper()
