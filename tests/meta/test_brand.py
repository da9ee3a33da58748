"""Nothing that is licensed for gov.uk alone is in what we serve."""

import importlib.util

import pytest
from tests.meta.source import PACKAGE, ROOT, tracked_files

BUILT = PACKAGE / "site" / "static" / "govuk"
# The three things that the licence keeps to gov.uk: the typeface, the files of it, the crest.
NEEDLES = ("GDS Transport", ".woff2", "crest", "url(/assets")
SERVED = {".css", ".js", ".mjs", ".svg", ".html"}


def build_static():
    specification = importlib.util.spec_from_file_location("build_static", ROOT / "bin" / "build_static.py")
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


def test_the_built_files_carry_no_brand():
    assert BUILT.is_dir(), "Run bin/setup: it writes the stylesheet and script."
    files = sorted(BUILT.rglob("*"))

    assert {path.name for path in files} == {"govuk-frontend.min.css", "govuk-frontend.min.js", "LICENSE.txt"}
    assert not [
        (path.name, needle) for path in files for needle in NEEDLES if needle in path.read_text("utf-8")
    ]


def test_our_own_pages_carry_no_brand():
    served = [path for path in tracked_files() if path.is_relative_to(PACKAGE) and path.suffix in SERVED]
    offences = [
        (str(path.relative_to(ROOT)), needle)
        for path in served
        for needle in (*NEEDLES, "govuk-header__logotype", "govukLogo", "govukHeader(")
        if needle in path.read_text(encoding="utf-8")
    ]
    assert not offences


@pytest.mark.parametrize(
    ("css", "trimmed"),
    [
        ("@font-face{font-family:GDS Transport;src:url(/assets/fonts/a.woff2)}p{margin:0}", "p{margin:0}"),
        ("p{font-family:GDS Transport,arial,sans-serif}", "p{font-family:Arial,Helvetica,sans-serif}"),
        (".govuk-footer__copyright-logo:before{background:url(/assets/images/govuk-crest.svg)}", ""),
        (".govuk-footer__crown{margin:0}.govuk-footer{margin:1px}", ".govuk-footer{margin:1px}"),
        ("p{margin:0}\n/*# sourceMappingURL=a.css.map */\n", "p{margin:0}"),
    ],
)
def test_a_branded_rule_is_trimmed(css, trimmed):
    assert build_static().trimmed_css(css) == trimmed


def test_a_new_kind_of_branding_stops_the_build():
    module = build_static()
    with pytest.raises(module.StillBranded, match="crest"):
        module.trimmed_css(".govuk-new{mask:url(/new/crest.svg)}")
