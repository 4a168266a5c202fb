"""Vietnamese Unicode, repaired: text in, text out. Usable on its own, and the only home of ftfy.

>>> from cleaner.text import repair
>>> repair("Viá»‡t Nam").text
'Việt Nam'
"""

from cleaner.text.decoding import Decoded, decode
from cleaner.text.document import repair
from cleaner.text.keys import fold, key
from cleaner.text.repaired import Repaired
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.syllable import is_syllable
from cleaner.text.tone import has_two_spellings, tone_variants

__all__ = [
    "DEFAULT",
    "Decoded",
    "Repaired",
    "TextSettings",
    "decode",
    "fold",
    "has_two_spellings",
    "is_syllable",
    "key",
    "repair",
    "tone_variants",
]
