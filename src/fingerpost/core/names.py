"""Words that look like the name of a child, so that whoever types them is asked to think again.

A guess and no proof: it knows no list of names. It looks for two capitalised words that are not known to be something
else, and for one before a class or a year. A title ("Mrs", "Councillor") marks a grown-up.
"""

from __future__ import annotations

import re

_TITLED = (
    "Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Cllr|Councillor|Rev|Revd|Father|Canon|Professor|Headteacher|Head|Chair"
)
_TITLES = rf"(?:{_TITLED})\.?\s+"
_WORD = r"(?:[A-Z]['’])?[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)*"
_PAIR = re.compile(rf"(?<!\w)(?P<title>{_TITLES})?(?P<first>{_WORD})\s+(?P<last>{_WORD})")
_ALONE = re.compile(
    rf"(?<!\w)(?P<first>{_WORD})(?:,)?\s+(?:in|from|of)\s+(?:Year|Reception|Nursery|Class|class|year)\b"
)
#: Words that begin with a capital and are no name of a child's.
_KNOWN = frozenset(re.findall(r"\S+", """
    a academy all also an and april as assessment at attendance august autumn board britain but by
    catholic central chair children children's christmas church class college committee council county
    december department diocese director district documents early east easter eastern education england
    english european february for foundation free friday from governing governors half he head
    headteacher her his i if in infant inspection it january join july june junior key local march maths
    may meals meeting monday mr mrs ms new no north northern not november nursery october of ofsted on
    our parent parents phonics plan primary progress pupil pupils reading reception saint saturday
    school school's schools science secondary senior september service services she social south
    southern special spring st stage standards summer sunday team term that the their there these they
    this those thursday trust tuesday two visit wales we wednesday west western when writing year years
"""))  # fmt: skip


def likely_names(text: str, known: str = "") -> list[str]:
    """Phrases that may name a child, in order. `known` are words of the place itself, such as the school's name."""
    mine = {word.lower() for word in re.findall(r"\w+", known)}
    found = [
        (match.start(), f"{match['first']} {match['last']}")
        for match in _PAIR.finditer(text)
        if not match["title"] and not _is_known(match["first"], mine) and not _is_known(match["last"], mine)
    ]
    found += [(m.start(), m["first"]) for m in _ALONE.finditer(text) if not _is_known(m["first"], mine)]
    return list(dict.fromkeys(phrase for _, phrase in sorted(found)))


def known_words() -> str:
    """The words that are no name, for the browser to know them too."""
    return " ".join(sorted(_KNOWN))


def _is_known(word: str, mine: set[str]) -> bool:
    return word.lower() in _KNOWN or word.lower() in mine
