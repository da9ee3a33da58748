"""The kinds of post, each a name, a description fit for a page, and a list of permissions.

Code asks about permissions and never about a kind of post. To add one, add an entry here.
"""

from dataclasses import dataclass

from fingerpost.core.rules import Audience
from fingerpost.core.rules import Permission as P

PUBLISHED = frozenset({P.SCHOOLS_SEE, P.STRATEGY_SEE, P.FIGURES_SEE})
SERVICE = PUBLISHED | {P.RATING_SEE, P.VIEW_SAVE, P.CONTACT_SEE, P.CONTACT_RECORD, P.FLAG_SEE, P.FLAG_RAISE}
OFFICER = SERVICE | {P.INDICATIVE_SEE, P.DATA_SEE, P.USERS_SEE, P.FIGURE_DISPUTE, P.IN_POST_SEE, P.VISIT_SEE,
                     P.PROMISE_SEE, P.MEETING_SEE, P.OUTCOME_SEE}  # fmt: skip
#: What somebody does who works with schools, whether for a term or for good.
WITH_SCHOOLS = frozenset(
    {P.JUDGEMENT_RECORD, P.VISIT_SEE, P.VISIT_PLAN, P.NOTE_WRITE, P.PROMISE_SEE, P.PROMISE_KEEP}
)
ADVISER = OFFICER | WITH_SCHOOLS | {
    P.IN_POST_KEEP, P.FLAG_SUBSTANTIATE, P.LEVEL_TELL, P.SECOND_LOOK, P.OUTCOME_PREDICT, P.INSPECTION_KEEP,
}  # fmt: skip
LEAD = frozenset({P.LEVEL_MODERATE, P.WATCH_KEEP, P.NOTE_CHECK, P.NOTE_RESTRICTED, P.EVALUATION_SEE, P.MEETING_HOLD,
                  P.CONSISTENCY_SEE, P.INSPECTION_EMBARGOED})  # fmt: skip
CHIEF = LEAD | {P.ROUND_RUN, P.LEVEL_MOVE_TWO, P.LEVEL_CONFIRM, P.HEAD_APPRAISAL, P.RECORDS_DISCLOSE}
LOADER = frozenset({P.DATA_LOAD, P.DATA_WITHDRAW, P.PUPILS_LOAD, P.RETURN_ASK, P.DISPUTE_ANSWER, P.REGISTER_CORRECT,
                    P.AREA_MANAGE, P.TERMS_SET})  # fmt: skip
SCHOOL = PUBLISHED | {P.OWN_SCHOOL_SEE, P.RATING_SEE, P.ROUND_ANSWER, P.FLAG_ANSWER, P.NOTE_ANSWER, P.VISIT_EVALUATE,
                      P.IN_POST_SEE, P.RETURN_SEND, P.FIGURE_DISPUTE}  # fmt: skip
EVERYTHING = frozenset(P)


@dataclass(frozen=True)
class Role:
    """One kind of post. `audience` is as whom its holder is shown small numbers; `is_offered` is false for the one that
    nobody is given by hand; a post that `is_time_limited` is given with its last day."""

    code: str
    name: str
    description: str
    permissions: frozenset[P]
    audience: Audience = Audience.OFFICER
    is_offered: bool = True
    is_time_limited: bool = False


_ROLES = (
    Role("director", "Director", "Answers for every child and school in the authority.",
         OFFICER | {P.AUDIT_SEE, P.FLAG_RESTRICTED, P.INSPECTION_EMBARGOED, P.EVALUATION_SEE}),
    Role("head-of-service", "Head of service", "Runs school improvement and moderates every level.",
         ADVISER | LOADER | CHIEF | {P.USERS_MANAGE, P.AUDIT_SEE, P.FLAG_RESTRICTED}),
    Role("area-senior-adviser", "Area senior adviser", "Leads the advisers of an area team.",
         ADVISER | LEAD | {P.REGISTER_CORRECT, P.AREA_MANAGE}),
    Role("adviser", "Adviser", "Knows a group of schools and records judgements of them.", ADVISER),
    Role("associate", "Associate adviser", "Works with named schools when asked to.",
         SERVICE | WITH_SCHOOLS | {P.INDICATIVE_SEE}, is_time_limited=True),
    Role("early-years", "Early years adviser", "Knows the settings and the early years of schools.", ADVISER),
    Role("data", "Data officer", "Loads, checks and withdraws files, and corrects the register.",
         OFFICER | LOADER),
    Role("governor-services", "Governor services officer", "Supports governing bodies and their clerks.",
         SERVICE | {P.USERS_SEE, P.IN_POST_SEE, P.IN_POST_KEEP}),
    Role("finance", "Finance officer", "Watches balances, deficits and what support costs.", SERVICE),
    Role("virtual-school", "Virtual school head", "Answers for the education of cared-for children.",
         OFFICER),
    # No level reaches a school before it is confirmed, so RATING_SEE shows these posts confirmed levels alone.
    Role("head", "Headteacher", "Leads a school; sees its own pages.", SCHOOL, Audience.OWN_SCHOOL),
    Role("chair", "Chair of governors", "Chairs a governing body; sees the pages of its school.",
         SCHOOL, Audience.OWN_SCHOOL),
    Role("clerk", "Clerk to governors", "Keeps a governing body's papers.", PUBLISHED | {P.OWN_SCHOOL_SEE},
         Audience.OWN_SCHOOL),
    Role("trust-chief-executive", "Trust chief executive", "Leads a trust; sees the pages of its schools.",
         SCHOOL, Audience.OWN_SCHOOL),
    Role("elected-member", "Elected member", "Scrutinises; sees what is published and what is confirmed.",
         PUBLISHED | {P.RATING_SEE}, Audience.MEMBER),
    Role("peer-reviewer", "Peer reviewer", "Reviews the service from another authority.", PUBLISHED | {P.DATA_SEE},
         Audience.MEMBER, is_time_limited=True),
    Role("system-administrator", "System administrator", "Sets the product up and looks after people and files.",
         OFFICER | LOADER | {P.IN_POST_KEEP, P.USERS_MANAGE, P.AUDIT_SEE}),
    Role("operator", "Operator of the command line", "Whoever runs commands on the machine itself.",
         EVERYTHING, is_offered=False),
)  # fmt: skip

ROLES: dict[str, Role] = {role.code: role for role in _ROLES}
OFFERED: dict[str, Role] = {role.code: role for role in _ROLES if role.is_offered}
