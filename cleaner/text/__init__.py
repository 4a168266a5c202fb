"""Vietnamese Unicode, repaired: text in, text out. Usable on its own, and the only home of ftfy.

>>> from cleaner.text import repair
>>> repair("Viá»‡t Nam").text
'Việt Nam'
"""

from cleaner._core import is_syllable, key
from cleaner.text.decoding import Decoded, decode
from cleaner.text.document import DEFAULT, Repaired, TextSettings, repair

__all__ = ["DEFAULT", "Decoded", "Repaired", "TextSettings", "decode", "is_syllable", "key", "repair"]
