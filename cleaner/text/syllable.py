"""Which letter sequences are Vietnamese syllables.

Vietnamese writes one syllable a token: an onset, a rime out of some 170, and one of six tones, where a rime that ends
in a stop (c, ch, p, t) bears sắc or nặng only. All of them together are some 20,000 spellings: a set answers at once,
and tells damaged Vietnamese from sound better than any statistics of letters.
"""

from __future__ import annotations

from functools import cache
from unicodedata import normalize

ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"

RIMES = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây "
    "e ec em en eng eo ep et ê êch êm ên ênh êp êt êu "
    "i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu y yêm yên yêng yêt yêu "
    "o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong "
    "oong ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt "
    "u ua uân uâng uât uâc uây uc uê uêch uên uênh uêt uêu ui um un ung uôc uôi uôm uôn uông uôp uôt uơ uơn uơt up ut "
    "uy uya uych uyên uyêt uyn uynh uyp uyt uyu "
    "ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu"
)

AFTER_QU = (
    "a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng ât âu ây e en eng eo et em ec ep "
    "ê êch ên ênh êt êu i ia ich iên iêt im in inh it iu ôc ôi ông ơ ơn ơt ơi y ych yên yêt yêu yn ynh yt yu ya yp"
)

STOPS = ("c", "ch", "p", "t")
VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
STOP_TONES = ("\u0301", "\u0323")


def spell(onset: str, rime: str, tone: str, *, new: bool) -> str:
    """Write one syllable, its tone mark where the old or the new school puts it.

    They differ for *oa oe uy* with nothing behind: *hòa* and *thúy* of old, *hoà* and *thuý* now.

    >>> [spell("h", "oa", chr(0x300), new=new) for new in (False, True)]
    ['hòa', 'hoà']
    """
    if not tone:
        return onset + rime
    at = mark_position(rime, new=new)
    return normalize("NFC", onset + rime[: at + 1] + tone + rime[at + 1 :])


def mark_position(rime: str, *, new: bool) -> int:
    """Tell which letter of a toneless rime bears the tone mark.

    >>> mark_position("iêng", new=False), mark_position("oa", new=False), mark_position("oa", new=True)
    (1, 0, 1)
    """
    vowels = len(rime) - len(rime.lstrip(VOWELS))
    marked = [at for at in range(vowels) if rime[at] in "ăâêôơư"]
    if marked:
        return marked[-1]
    if vowels == 1:
        return 0
    if vowels < len(rime) or vowels == 3 or (new and rime in ("oa", "oe", "uy")):
        return 1
    return 0


@cache
def syllables() -> frozenset[str]:
    """Spell every syllable there is, NFC and lower case, in both schools; some 20,000, built on first use."""
    found = set()
    for onset in ["", *ONSETS.split()]:
        for rime in rimes_after(onset):
            tones = STOP_TONES if rime.endswith(STOPS) else TONES
            for tone in tones:
                found.add(spell(onset, rime, tone, new=False))
                found.add(spell(onset, rime, tone, new=True))
    return frozenset(found)


def rimes_after(onset: str) -> list[str]:
    """List the rimes that may stand behind an onset, toneless.

    >>> "oe" in rimes_after("kh"), "oe" in rimes_after("n")
    (True, False)
    """
    front = ("i", "e", "ê", "y")
    if onset == "qu":
        return AFTER_QU.split()
    if onset in ("gh", "ngh"):
        return [rime for rime in RIMES.split() if rime.startswith(front[:3])]
    if onset == "k":
        return [rime for rime in RIMES.split() if rime.startswith(front)]
    if onset == "gi":
        return [rime for rime in RIMES.split() if not rime.startswith(("i", "y"))]
    if onset == "g":
        return [rime for rime in RIMES.split() if not rime.startswith(("e", "ê", "y"))]
    if onset == "n":
        return [rime for rime in RIMES.split() if not rime.startswith("oe")]  # Noé is no Vietnamese
    if onset in ("c", "ng"):
        return [rime for rime in RIMES.split() if not rime.startswith(front)]
    return RIMES.split()


def is_syllable(token: str) -> bool:
    """Tell whether a token is one Vietnamese syllable, in any case, with its marks where a school puts them.

    >>> [is_syllable(token) for token in ("nghiêng", "QUÝ", "gìn", "khuỷu", "xoóng", "hoà", "hòa")]
    [True, True, True, True, True, True, True]
    >>> [is_syllable(token) for token in ("Chloé", "São", "cat", "cuả", "nghà", "")]
    [False, True, False, False, False, False]
    """
    return normalize("NFC", token).lower() in syllables()
