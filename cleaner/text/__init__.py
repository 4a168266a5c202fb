"""Vietnamese Unicode, repaired: text in, text out. Usable on its own, and the only home of ftfy.

>>> from cleaner.text import repair
>>> repair("Viá»‡t Nam").text
'Việt Nam'
"""

from __future__ import annotations

from cleaner.text.decoding import Decoded, decode
from cleaner.text.document import repair
from cleaner.text.keys import fold, key
from cleaner.text.repaired import Repaired
from cleaner.text.settings import DEFAULT, TextSettings
from cleaner.text.tone import has_two_spellings, tone_variants

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from cleaner.text.syllable import is_syllable

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


def __getattr__(name: str) -> Any:
    """Load the syllables when somebody asks for them: most texts do not."""
    if name == "is_syllable":
        from cleaner.text.syllable import is_syllable

        return is_syllable
    raise AttributeError(f"module 'cleaner.text' has no attribute {name!r}")
