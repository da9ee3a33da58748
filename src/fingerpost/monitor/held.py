"""What this room holds of schools and people."""

from fingerpost.core.answering import CONFIDENCE, INSPECTORS, OPINION, PERSONAL, Held

_HEARD = "It was heard in confidence."
_APPRAISAL = "The record of a head's performance management belongs to the governing body."
_STAFF = "It is about named staff."
_ADVICE = "It is an officer's advice to officers, of how an inspection may end."

HELD = (
    Held("monitor.Contact", "Contacts with the school", personal=("made_with",), consider=OPINION),
    Held("monitor.Flag", "What services heard of the school", restricted=("is_restricted", True),
         exemption=CONFIDENCE, because=_HEARD, consider=OPINION),
    Held("monitor.Surfacing", "What was heard again", restricted=("flag__is_restricted", True), exemption=CONFIDENCE,
         because=_HEARD, consider=OPINION),
    Held("monitor.Task", "What officers have to do", consider=OPINION),
    Held("monitor.Judgement", "Judgements by advisers", consider=OPINION),
    Held("monitor.SavedView", "Views of the grid that a person keeps"),
    Held("monitor.Round", "Rounds of rating"),
    Held("monitor.RoundSchool", "The school in rounds of rating", personal=("spoken_with",)),
    Held("monitor.RoundLevel", "The school's levels", restricted=("school__released_at", None), exemption=OPINION,
         because="The school has not been told of them yet.", consider=OPINION),
    Held("monitor.RoundComment", "What the school said of how it is categorised"),
    Held("monitor.Telling", "Who was told of the school's levels", personal=("to_name", "to_email")),
    Held("monitor.SecondLook", "Second looks that the school asked for", consider=OPINION),
    Held("monitor.Visit", "Visits", school="schools__urn", restricted=("is_appraisal", True), exemption=PERSONAL,
         because=_APPRAISAL),
    Held("monitor.VisitSchool", "Schools of visits", personal=("invited_by_name",),
         restricted=("visit__is_appraisal", True), exemption=PERSONAL, because=_APPRAISAL),
    Held("monitor.Note", "Notes of visit", school="visit__schools__urn", restricted=("visit__is_appraisal", True),
         personal=("sent_to",), exemption=PERSONAL, because=_APPRAISAL, consider=OPINION),
    Held("monitor.NoteVersion", "Earlier versions of notes", school="note__visit__schools__urn",
         restricted=("note__visit__is_appraisal", True), exemption=PERSONAL, because=_APPRAISAL, consider=OPINION),
    Held("monitor.NoteStatement", "Statements of notes", restricted=("note__visit__is_appraisal", True),
         exemption=PERSONAL, because=_APPRAISAL, consider=OPINION),
    Held("monitor.NoteAnswer", "What the school answered to notes", restricted=("note__visit__is_appraisal", True),
         exemption=PERSONAL, because=_APPRAISAL),
    Held("monitor.RestrictedNote", "What visits found of named staff", school="visit__schools__urn", whole=True,
         exemption=PERSONAL, because=_STAFF),
    Held("monitor.Evaluation", "What the school thought of visits", restricted=("visit__is_appraisal", True),
         exemption=PERSONAL, because=_APPRAISAL),
    Held("monitor.PassedOn", "That a safeguarding matter was passed on", school="visit__schools__urn", whole=True,
         exemption=CONFIDENCE, because="It may tell of a child or of whoever spoke."),
    Held("monitor.SafeguardingRoute", "Where safeguarding matters go"),
    Held("monitor.OutcomePrediction", "How advisers think an inspection will end", whole=True, exemption=OPINION,
         because=_ADVICE),
    Held("monitor.LiveInspection", "Inspections as they went", consider=OPINION),
    Held("monitor.InspectionStep", "What was done on days of inspection"),
    Held("monitor.InspectionFeedback", "What inspectors said before their report",
         restricted=("inspection__published_at", None), exemption=INSPECTORS,
         because="The report is not published yet.", consider=CONFIDENCE),
    Held("monitor.Meeting", "Meetings", personal=("present", "apologies", "picture")),
    Held("monitor.MeetingItem", "What meetings said of the school", restricted=("is_restricted", True),
         exemption=CONFIDENCE, because=_HEARD, consider=OPINION),
    Held("monitor.Watch", "Watch over the school", consider=OPINION),
    Held("monitor.WatchReview", "Reviews of watch", consider=OPINION),
)  # fmt: skip
