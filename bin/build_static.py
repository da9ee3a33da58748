"""Copy the stylesheet and the script of GOV.UK Frontend into the site's static folder, without GOV.UK's brand.

The code of GOV.UK Frontend is free to use anywhere. The typeface GDS Transport, the crown and the crest are licensed
for gov.uk alone, and so are the pictures; none of them is copied, and no rule of the stylesheet that calls for
one of them is kept.
"""

import re
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "node_modules" / "govuk-frontend"
TARGET = ROOT / "src" / "fingerpost" / "site" / "static" / "govuk"

COPYRIGHT = "Copyright (c) 2017 Crown Copyright (Government Digital Service)"
FONT_STACK = "Arial,Helvetica,sans-serif"
FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT_FAMILY = re.compile(r"[\"']?GDS Transport[\"']?,\s*arial,\s*sans-serif")
SOURCE_MAP = re.compile(r"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\n?")
LICENCE_NOTE = re.compile(r"/\*![^*]*(?:\*(?!/)[^*]*)*\*/")
RULE = re.compile(r"(?P<selectors>[^{}]+)\{[^{}]*\}")
BRANDED = ("govuk-footer__copyright-logo", "govuk-footer__crown", "govuk-header__logotype")
FORBIDDEN = ("GDS Transport", ".woff", "crest", "url(/assets")


class StillBranded(Exception):
    """A new release of GOV.UK Frontend calls for its brand in a way that the trimming does not know."""


def trimmed_css(css: str) -> str:
    """The stylesheet in a typeface that every machine has, without the rules that draw the crown or the crest."""
    css = FONT_FACE.sub("", css)
    css = FONT_FAMILY.sub(FONT_STACK, css)
    css = SOURCE_MAP.sub("", css)
    css = LICENCE_NOTE.sub(lambda note: "" if "font" in note.group().lower() else note.group(), css)
    css = RULE.sub(lambda rule: _rule_without_brand(rule), css)
    for needle in FORBIDDEN:
        if needle in css:
            raise StillBranded(
                f"The trimmed stylesheet still contains “{needle}”: teach bin/build_static.py its rule."
            )
    return css


def _rule_without_brand(rule: re.Match) -> str:
    selectors = rule["selectors"].split(",")
    kept = [selector for selector in selectors if not any(name in selector for name in BRANDED)]
    if len(kept) == len(selectors):
        return rule.group()
    return rule.group().replace(rule["selectors"], ",".join(kept), 1) if kept else ""


def build(source: Path = SOURCE, target: Path = TARGET) -> list[Path]:
    """Write the trimmed files anew and say which."""
    dist = source / "dist" / "govuk"
    css = trimmed_css((dist / "govuk-frontend.min.css").read_text(encoding="utf-8"))
    script = SOURCE_MAP.sub("\n", (dist / "govuk-frontend.min.js").read_text(encoding="utf-8"))
    # The package on npm says "MIT" and leaves the words out; ours are the same but for whose they are.
    licence = re.sub(r"Copyright \(c\).*", COPYRIGHT, (ROOT / "LICENSE").read_text(encoding="utf-8"))

    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    contents = {"govuk-frontend.min.css": css, "govuk-frontend.min.js": script, "LICENSE.txt": licence}
    for name, content in contents.items():
        (target / name).write_text(content, encoding="utf-8")
    return [target / name for name in contents]


if __name__ == "__main__":
    for path in build():
        print(f"  wrote {path.relative_to(ROOT)} ({path.stat().st_size:,} bytes)")
