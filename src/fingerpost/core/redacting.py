"""Striking out whoever is named in a text before it goes out of the authority.

A guess and no proof, and it errs on the side of striking: known names, whatever stands after a title, two capitalised
words that are nothing else, addresses and telephone numbers. Whoever sends a text out reads it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from fingerpost.core.names import likely_names

_TITLES = "Mr|Mrs|Ms|Miss|Mx|Dr|Sir|Dame|Cllr|Councillor|Rev|Revd|Father|Canon|Professor"
_WORD = r"(?:[A-Z]['’])?[A-Z][A-Za-z]*(?:['’-][A-Za-z]+)*"
_TITLED = re.compile(rf"\b(?:{_TITLES})\.?\s+{_WORD}(?:\s+{_WORD})?")
_MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w-])(?:\+44\s?|0)\d(?:[\s-]?\d){8,10}(?![\w-])")
MARK = "[struck out: {section}]"


@dataclass(frozen=True)
class Redactor:
    """Strikes out for one answer: `names` are known people, `keep` words of the place and whoever asks."""

    names: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    section: str = "40(2)"

    @property
    def mark(self) -> str:
        """What stands where something was struck out."""
        return MARK.format(section=self.section)

    def redact(self, text: str) -> tuple[str, int]:
        """The text without whoever it names, and how many passages were struck out."""
        found = [*_MAIL.findall(text), *_PHONE.findall(text), *_TITLED.findall(text)]
        found += [name for name in self.names if name and name.lower() in text.lower()]
        found += [
            last
            for name in self.names
            for last in _last_names(name)
            if re.search(rf"\b{re.escape(last)}\b", text)
        ]
        found += likely_names(text, " ".join(self.keep))
        return self._struck(text, found)

    def _struck(self, text: str, found: Iterable[str]) -> tuple[str, int]:
        kept = {word.lower() for phrase in self.keep for word in (phrase, *phrase.split())}
        count = 0
        # The longest first, or a name's part would be struck and the rest left.
        for phrase in sorted({each for each in found if each.lower() not in kept}, key=len, reverse=True):
            pattern = rf"(?<!\w){re.escape(phrase)}(?!\w)"
            text, times = re.subn(pattern, self.mark, text, flags=re.IGNORECASE if " " in phrase else 0)
            count += times
        return text, count


def _last_names(name: str) -> list[str]:
    """The last of a name's words, which is how people are spoken of; not where it is a common word in lower case."""
    words = name.split()
    return [words[-1]] if len(words) > 1 and len(words[-1]) > 3 else []
