"""The sheets and columns of XLSForm, and those that we add for what it lacks.

Columns, types and their other spellings are those of the XLSForm standard (https://xlsform.org) and of pyxform.
"""

from collections.abc import Mapping

from auditapp.checklists.formats.tables import Columns
from auditapp.domain.checklist import QuestionType
from auditapp.domain.language import Language

SURVEY, CHOICES, SETTINGS = "survey", "choices", "settings"
CHECKLIST, BANDS, SCENARIOS, THRESHOLDS = "checklist", "bands", "scenarios", "thresholds"

MARKS = ("points", "weight", "critical", "allow_na", "bonus")
QUESTION_COLUMNS = (
    "key", "question_type", *MARKS, "scored", "fails_on", "max_points", "show_when", "evidence_comment",
    "evidence_photo", "action_days", "action_owner", "scenarios",
)  # fmt: skip
ACTION_TEXTS = ("action_what", "action_why", "action_how")
SURVEY_COLUMNS = (
    "type", "name", "required", "relevant", "constraint", "parameters", *QUESTION_COLUMNS,
)  # fmt: skip
CHOICES_COLUMNS = ("list_name", "name", "key", *MARKS)
CHECKLIST_COLUMNS = (
    "slug", "channel", "languages", "auditor_sees_score", "na", "total", "bonus_cap", "critical", "stated_total",
)  # fmt: skip

_MARK_SPELLINGS = {
    "point": "points", "score": "points", "scores": "points", "marks": "points", "value_points": "points",
    "weighting": "weight", "weights": "weight",
    "is_critical": "critical", "knockout": "critical", "knock_out": "critical", "ko": "critical",
    "na": "allow_na", "n/a": "allow_na", "na_allowed": "allow_na", "allowna": "allow_na", "allow_n/a": "allow_na",
    "is_bonus": "bonus",
}  # fmt: skip
_SURVEY_SPELLINGS = _MARK_SPELLINGS | {
    "command": "type", "tag": "name", "value": "name", "caption": "label", "relevance": "relevant",
    "bind:relevant": "relevant", "bind:required": "required", "bind:constraint": "constraint", "mandatory": "required",
    "calculate": "calculation",
}  # fmt: skip
_CHOICES_SPELLINGS = _MARK_SPELLINGS | {
    "list": "list_name", "listname": "list_name", "caption": "label", "value": "name",
}  # fmt: skip
_SETTINGS_SPELLINGS = {
    "title": "form_title",
    "set_form_title": "form_title",
    "id_string": "form_id",
    "set_form_id": "form_id",
}

TAKEN_SETTINGS = frozenset({"form_title", "form_id", "default_language"})


def survey_columns(language: Language) -> Columns:
    """Columns of the survey sheet; texts without a language are in this one."""
    return Columns(
        SURVEY_COLUMNS, ("label", "hint", "guidance_hint", *ACTION_TEXTS), _SURVEY_SPELLINGS, language
    )


def choices_columns(language: Language) -> Columns:
    """Columns of the choices sheet."""
    return Columns(CHOICES_COLUMNS, ("label",), _CHOICES_SPELLINGS, language)


def settings_columns() -> Columns:
    """Columns of the settings sheet."""
    return Columns(tuple(TAKEN_SETTINGS), (), _SETTINGS_SPELLINGS)


def own_columns(language: Language) -> Columns:
    """Columns of the sheets that we add: checklist, bands, scenarios, thresholds."""
    return Columns((), ("title", "briefing", "brief", "label"), {}, language)


IMPLIED_LIMITS: Mapping[str, str] = {
    "percentage": ". >= 0 and . <= 100",
    "number_of_days_in_last_month": ". >= 0 and . <= 31",
    "number_of_days_in_last_six_months": ". >= 0 and . <= 183",
    "number_of_days_in_last_year": ". >= 0 and . <= 365",
}
"""Types that are a whole number between limits: the constraint that goes without saying."""

TYPES: Mapping[str, QuestionType] = {
    "integer": QuestionType.COUNT, "int": QuestionType.COUNT, **dict.fromkeys(IMPLIED_LIMITS, QuestionType.COUNT),
    "decimal": QuestionType.NUMBER,
    "text": QuestionType.TEXT, "string": QuestionType.TEXT, "barcode": QuestionType.TEXT,
    "phone_number": QuestionType.TEXT,
    "date": QuestionType.DATE, "datetime": QuestionType.DATE, "date_time": QuestionType.DATE,
    "time": QuestionType.TIME,
    "image": QuestionType.PHOTO, "photo": QuestionType.PHOTO, "picture": QuestionType.PHOTO,
    "acknowledge": QuestionType.YES_NO, "trigger": QuestionType.YES_NO,
}  # fmt: skip
"""XLSForm types that become a question, and what they become."""

OTHERWISE: Mapping[str, str] = {
    "datetime": "type_datetime", "date_time": "type_datetime", "barcode": "type_barcode",
    "phone_number": "type_phone_number",
}  # fmt: skip
"""Types that become a question, but lose something: what the note says."""

LEFT_OUT: Mapping[str, str] = {
    "calculate": "type_calculate", "hidden": "type_calculate",
    "geopoint": "type_place", "geotrace": "type_place", "geoshape": "type_place", "osm": "type_place",
    "gps": "type_place", "location": "type_place",
    "start_geopoint": "type_place", "background_geopoint": "type_place",
    "audio": "type_recording", "video": "type_recording", "file": "type_recording",
    "background_audio": "type_recording",
    "rank": "type_rank",
    "select_one_from_file": "type_list_in_file", "select_multiple_from_file": "type_list_in_file",
    "select_one_external": "type_list_in_file", "cascading_select": "type_list_in_file",
    "xml_external": "type_list_in_file", "csv_external": "type_list_in_file",
    "start": "type_metadata", "end": "type_metadata", "today": "type_metadata", "deviceid": "type_metadata",
    "subscriberid": "type_metadata", "simserial": "type_metadata", "phonenumber": "type_metadata",
    "username": "type_metadata", "email": "type_metadata", "audit": "type_metadata", "imei": "type_metadata",
    **dict.fromkeys(("start_time", "end_time", "device_id", "subscriber_id", "sim_id"), "type_metadata"),
    **dict.fromkeys(("get_start_time", "get_end_time", "get_today", "get_device_id"), "type_metadata"),
    **dict.fromkeys(("get_subscriber_id", "get_sim_id", "get_phone_number"), "type_metadata"),
    **dict.fromkeys(("uri:deviceid", "uri:subscriberid", "uri:simserial"), "type_metadata"),
    **dict.fromkeys(("uri:phonenumber", "uri:username", "uri:email"), "type_metadata"),
}  # fmt: skip
"""Types that do not become a question: what the note says."""

FORM_TYPES: Mapping[QuestionType, str] = {
    QuestionType.CHOICE: "select_one", QuestionType.SCALE: "select_one", QuestionType.YES_NO: "select_one",
    QuestionType.MULTI: "select_multiple",
    QuestionType.COUNT: "integer", QuestionType.NPS: "range",
    QuestionType.DURATION: "decimal", QuestionType.NUMBER: "decimal", QuestionType.MONEY: "decimal",
    QuestionType.TIME: "time", QuestionType.DATE: "date", QuestionType.TEXT: "text", QuestionType.PHOTO: "image",
}  # fmt: skip
"""Our types, and what they are written as."""
PARAMETERS = {QuestionType.NPS: "start=0 end=10 step=1", QuestionType.PHOTO: "max-pixels=2048"}
