"""Vietnamese Unicode, repaired: text in, text out. Usable on its own, and the only home of ftfy.

>>> from cleaner.text import repair
>>> repair("Viá»‡t Nam").text
'Việt Nam'
"""

from cleaner.text.decoding import Decoded, decode
from cleaner.text.document import repair
from cleaner.text.keys import key
from cleaner.text.repaired import Repaired
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.syllable import is_syllable

__all__ = ["DEFAULT", "Decoded", "Repaired", "TextSettings", "decode", "is_syllable", "key", "repair"]
