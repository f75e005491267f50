"""Words that tell an account's opportunities apart: shortened, misspelt, in another language, in part."""

from __future__ import annotations

import re
from itertools import pairwise

from rapidfuzz.distance import OSA

from bot.notes.plain_words import SMALL_WORDS
from bot.notes.vocabulary import listed

_SAME = tuple(
    frozenset(words.split())
    for words in (
        "renewal renew renews renewing extension verlangerung vertragsverlangerung verlenging recontract "
        "rollover",
        "expansion expand upsell addon erweiterung uitbreiding",
        "training schulung schulungen opleiding course courses",
        "maintenance amc wartung onderhoud servicing",
        "archive archiv archief archiving",
        "calibration kalibrierung kalibratie",
        "lab labor laboratory laboratorium labs",
        "fleet flotte vloot fuhrpark wagenpark",
        "warehouse lager magazijn warehouses",
        "forklift forklifts stapler heftruck heftrucks",
        "trailer trailers anhanger auflieger opleggers",
        "truck trucks lkw lorries lorry vrachtwagens",
        "vehicles cars fahrzeuge voertuigen",
        "driver drivers fahrer chauffeur chauffeurs",
        "plant plants werk werke fabriek fabrik",
        "hospital hospitals klinik kliniken ziekenhuis",
        "store stores filialen filiale winkel winkels shops",
        "depot depots betriebshof",
        "portal portaal",
        "migration migratie umzug",
        "consent einwilligung toestemming",
        "purchasing einkauf inkoop",
        "safety sicherheit veiligheid",
    )
)
WEAK = frozenset(listed("deal new the and of for phase project program 1 2 3"))
"""Words of an opportunity's name that tell nothing."""
_VOWEL = re.compile(r"[aeiouy]")


def stands_for(word: str, cue: str) -> bool:
    """Whether the folded `word` of a message can only be this `cue` written another way."""
    if word == cue or word in SMALL_WORDS or len(word) < 3:
        return False
    if any(word in same and cue in same for same in _SAME):
        return True
    return _is_part(word, cue) or _is_short_for(word, cue)


def _is_part(word: str, cue: str) -> bool:
    """`Kalibrierung` of Gerätekalibrierung, `biobanking` for Biobank."""
    return (len(word) >= 6 and word in cue) or (len(cue) >= 6 and cue in word)


def _is_short_for(word: str, cue: str) -> bool:
    """`traning`, `renwal`, `img`: a slip of the cue, its beginning, or what is left of it without vowels."""
    if word[:1] != cue[:1] or len(cue) < 5:
        return False
    if (cue.startswith(word) and len(cue) - len(word) >= 2) or (
        len(word) >= 5 and OSA.distance(word, cue) <= 1
    ):
        return True
    rest = iter(cue[1:])
    return not _VOWEL.search(word[1:]) and all(letter in rest for letter in word[1:])


def run_together(tokens: list[str]) -> set[str]:
    """`e-tmf` is eTMF: each word joined with the next."""
    return {a + b for a, b in pairwise(tokens)}


def initials_of(word: str, cues: list[str]) -> bool:
    """`PA` or `PAM` for Privileged access (management)."""
    letters = "".join(c[0] for c in cues)
    return len(word) in (len(letters), len(letters) + 1) and len(word) >= 3 and word.startswith(letters)
