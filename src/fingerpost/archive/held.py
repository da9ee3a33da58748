"""What this room holds of schools and people."""

from fingerpost.core.answering import ELSEWHERE, OPINION, PERSONAL, Beside, Held

_COMPUTED = "What a computer makes of the evidence before people have moderated it is advice to them."

HELD = (
    Held("archive.Rating", "Levels computed", whole=True, exemption=OPINION, because=_COMPUTED),
    Held("archive.RatingRun", "Runs of computing levels"),
    Held("archive.Snapshot", "Files loaded"),
    Held("archive.Refusal", "Files refused"),
    Held("archive.PupilMapping", "How files of pupils are read"),
    Held("archive.PupilFile", "Files of pupils loaded, without what is in them"),
    Held(
        "archive.PupilCorrection", "Results of pupils that were corrected", whole=True, exemption=PERSONAL,
        because="Each is one child's.",
    ),
    Held("archive.PupilRetention", "For how many years pupils' results are kept"),
)  # fmt: skip
BESIDE = (
    Beside("Published figures of the school, from files that the Department and Ofsted publish", ELSEWHERE,
           "They are published, and the site shows them with their sources."),
    Beside("Results of the school's pupils, pseudonymous", PERSONAL, "Each is one child's."),
)  # fmt: skip
EXCEPTED = {"archive.Derived": "It says which files were read, and of nobody."}
