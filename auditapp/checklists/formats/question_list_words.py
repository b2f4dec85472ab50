"""What the columns and types of a plain question list are called, in the languages of those who keep such lists."""

from collections.abc import Mapping

from auditapp.domain.checklist import QuestionType

TEXTS = ("section", "question", "options", "guidance", "action_what", "action_why", "action_how")
COLUMNS = (
    "type", "points", "weight", "required", "allow_na", "critical", "bonus", "minimum", "maximum", "max_points",
    "key", "option_keys", "action_days", "action_owner",
)  # fmt: skip
HEADINGS = (
    "section", "question", "type", "options", "points", "weight", "required", "allow_na", "critical", "bonus",
    "guidance", "minimum", "maximum", "max_points", "key", "option_keys",
    "action_what", "action_why", "action_how", "action_days", "action_owner",
)  # fmt: skip
"""The columns in the order in which they are written."""

_SPELLINGS: Mapping[str, str] = {
    "section": "group chapter area category odjeljak cjelina grupa секција група целина szakasz rész csoport sekcia oddiel skupina",
    "question": "questions text item criterion pitanje питање kérdés kerdes otázka otazka",
    "type": "question_type kind vrsta tip врста тип típus tipus typ",
    "options": "answers choices answer odgovori opcije одговори опције válaszok valaszok odpovede možnosti moznosti",
    "points": "point score scores marks bodovi бодови поени pontok pont body",
    "weight": "weighting ponder težina tezina пондер тежина súly suly váha vaha",
    "required": "mandatory obavezno обавезно kötelező kotelezo povinné povinne",
    "allow_na": "na n/a na_allowed",
    "critical": "knockout knock_out ko kritično kriticno критично kritikus kritické kriticke",
    "bonus": "is_bonus",
    "guidance": "hint help instruction instructions note uputa uputstvo упутство útmutató utmutato pokyn pokyny",
    "minimum": "min",
    "maximum": "max",
    "action_what": "action",
    "action_days": "days",
    "action_owner": "owner",
}
SPELLINGS = {other: name for name, others in _SPELLINGS.items() for other in others.split()}
"""Other spellings of the columns."""

_TYPES: Mapping[QuestionType, str] = {
    QuestionType.CHOICE: "single single_choice select_one izbor избор választás valasztas výber vyber",
    QuestionType.MULTI: "multiple multiple_choice select_multiple checkbox checkboxes",
    QuestionType.SCALE: "rating skala скала skála",
    QuestionType.YES_NO: "yesno boolean da_ne да_не igen_nem áno_nie ano_nie",
    QuestionType.COUNT: "integer whole_number",
    QuestionType.DURATION: "stopwatch seconds",
    QuestionType.NUMBER: "decimal numeric",
    QuestionType.MONEY: "price amount",
    QuestionType.TIME: "clock",
    QuestionType.DATE: "day",
    QuestionType.TEXT: "open comment free_text",
    QuestionType.PHOTO: "image picture",
    QuestionType.NPS: "recommend",
}
TYPES = {
    **{type_.value: type_ for type_ in QuestionType},
    **{word: type_ for type_, words in _TYPES.items() for word in words.split()},
}
"""Question types by what they are called."""
