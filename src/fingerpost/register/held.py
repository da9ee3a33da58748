"""What this room holds of schools and people."""

from fingerpost.core.answering import ELSEWHERE, PERSONAL, Held

HELD = (
    Held("register.School", "The school in the register", consider=ELSEWHERE, is_published=True),
    Held("register.AuthoritySpell", "Authorities that it belonged to", consider=ELSEWHERE, is_published=True),
    Held("register.SchoolLink", "Schools before and after it", consider=ELSEWHERE, is_published=True),
    Held("register.TrustMember", "Trusts and federations", consider=ELSEWHERE, is_published=True),
    Held("register.Change", "What changed in the register", consider=ELSEWHERE, is_published=True),
    Held("register.Correction", "What officers corrected"),
    Held("register.LocalAreaSchool", "Areas, clusters and localities"),
    Held(
        "register.InPost", "People in post", personal=("name", "email", "telephone"), exemption=PERSONAL,
        because="The names of heads and chairs are in the Department's register.",
    ),
    Held("register.Vacancy", "Vacancies"),
)  # fmt: skip
EXCEPTED = {
    "register.Trust": "It holds no school and no person: what trusts there are.",
    "register.LocalArea": "It holds no school and no person: the names of areas.",
}
