"""What is said about files that checklists are read from: what is wrong, and what was done instead."""

from flask_babel import lazy_gettext as _

WORKBOOKS = {
    "file_empty": _("The file is empty. Choose another one."),
    "not_a_workbook": _("This is no spreadsheet file. Save it as .xlsx in your spreadsheet program."),
    "markup_file": _(
        "This is a web page or XML, whatever its name says. Open it in your spreadsheet program and save it as .xlsx."
    ),
    "zip_without_workbook": _("This is no Excel workbook. Save it as .xlsx in your spreadsheet program."),
    "corrupt_workbook": _("The workbook is damaged. Open it in your spreadsheet program and save it again."),
    "workbook_encrypted": _("The workbook is protected by a password. Save it without one."),
    "workbook_too_large": _(
        "The file has too many cells, or unfolds to too much. Delete what does not belong to the checklist, empty rows at the end, too."
    ),
    "workbook_empty": _("Nothing is written in the workbook."),
    "sheet_empty": _("The sheet “%(name)s” has no rows below its headings. Write the questions there."),
    "no_questions_sheet": _(
        "There is neither a sheet “survey”, as XLSForm has it, nor a column “question”. Name one so."
    ),
    "column_missing": _("The column “%(name)s” is missing. Add it to the first row."),
    "duplicate_column": _("The column “%(name)s” stands twice. Remove or rename one of the two."),
    "plain_text_differs": _(
        "This text differs from the one in %(other)s, though both are in the same language. Empty one of the two, or name the language of this column in its heading, as in “label::hr”."
    ),
    "formula_without_value": _(
        "The formula here has no result in the file. Write the value instead, or open and save the file in a spreadsheet program."
    ),
    "cell_with_error": _("The cell shows an error. Write the value."),
    "not_text": _(
        "The file is not a text in UTF-8, Windows-1250 or Windows-1251. Save it again as CSV (UTF-8)."
    ),
    "not_csv": _("The file cannot be read as CSV: %(reason)s. Check the quotes, or save it again as CSV."),
}
FORMS = {
    "type_missing": _("The type of this row is missing. Fill in the column “type”, or delete the row."),
    "unknown_form_type": _("XLSForm has no type “%(value)s”. Correct it."),
    "unknown_list": _(
        "The list “%(name)s” is not on the sheet “choices”. Correct the name, or add the list."
    ),
    "name_missing": _("The question has no name. Fill in the column “name”."),
    "label_missing": _(
        "The text is missing in all languages that checklists know. Fill in a column “label” or “question”."
    ),
    "choice_without_name": _("Every option needs a list and a name. Fill in “list_name” and “name”."),
    "group_not_closed": _("This group is never closed. Add a row “end_group” (“end_repeat”)."),
    "group_not_open": _("No group is open that could end here. Delete the row, or add its beginning."),
    "no_questions": _("The form has no question that a checklist can ask. Add one."),
    "slug_missing": _(
        "The checklist has no short name. Type one beside the file, or add “form_id” to the settings."
    ),
    "title_missing": _(
        "The checklist has no title. Type one beside the file, or add “form_title” to the settings."
    ),
    "show_when_unreadable": _("The column “show_when” cannot be read. Empty it; “relevant” is enough."),
    "options_differ": _(
        "The languages have different numbers of options. Write the same number, parted by |."
    ),
    "points_differ": _(
        "There are %(options)s options, but points for %(points)s. Write one number for each option, parted by |."
    ),
}
NOTES_ON_SHEETS = {
    "and_more": _("And %(count)s more."),
    "formula_as_value": _("A formula stands here; its last result was taken: “%(value)s”."),
    "merged_cells": _("These cells are merged; only the first of them has a value."),
    "encoding_taken": _("The file is not in UTF-8 and was read as %(encoding)s. Are all letters right?"),
    "column_without_heading": _("This column has no heading and was left out."),
    "column_not_taken": _("A checklist has nothing for the column “%(name)s”; the cell was left out."),
    "choice_column_not_taken": _(
        "A checklist has nothing for the column “%(name)s” of an option; the cell was left out."
    ),
    "column_language_unknown": _("“%(name)s” is in a language that checklists do not have; it was left out."),
    "column_in_latin": _(
        "“%(name)s” is Serbian in Latin letters, which are derived from Cyrillic; it was left out. Write a column in Cyrillic."
    ),
    "sheet_not_taken": _("A checklist has nothing for the sheet “%(name)s”; it was left out."),
    "setting_not_taken": _("A checklist has nothing for the setting “%(name)s”; it was left out."),
    "policy_taken": _(
        "The file names no scoring rules. The usual ones were taken: not applicable leaves the score, critical questions are only marked. Check them in the draft."
    ),
    "scoring_off": _("There are no points in the file, so no question is scored."),
    "question_not_scored": _("This question has no points, so it is not scored."),
    "points_filled": _("Options without points earn 0 here, because others have points."),
    "points_not_taken": _(
        "Points cannot stand at this question itself; they were left out. Write them beside its options."
    ),
}
NOTES_ON_FORMS = {
    "type_calculate": _("A checklist calculates nothing but its score; “%(name)s” was left out."),
    "type_place": _(
        "Place and route are not asked; “%(name)s” was left out. The phone notes the place at check-in."
    ),
    "type_recording": _(
        "Recordings and files are not taken; “%(name)s” was left out. Ask for a photo or a text."
    ),
    "type_rank": _("Ranking is not asked; “%(name)s” was left out. Ask for a choice instead."),
    "type_list_in_file": _(
        "The options lie in another file; “%(name)s” was left out. Add its options in the draft."
    ),
    "type_metadata": _(
        "“%(type)s” is nothing that a checklist asks; it was left out. Times are noted by the phone."
    ),
    "type_datetime": _(
        "The day alone is asked, without the time. Add a question for the time if it matters."
    ),
    "type_barcode": _("Codes are not scanned; the code is typed as a text."),
    "type_phone_number": _("The number is typed as a text; what is no digit is not refused."),
    "repeat_once": _("Repeats do not exist; the questions of “%(name)s” are asked once."),
    "group_empty": _("Nothing was left in this group; it became no section."),
    "section_continued": _(
        "The group goes on after another one; its later questions are a section of their own."
    ),
    "note_as_guidance": _(
        "Notes do not exist; the text became guidance of a question beside it, or of the briefing."
    ),
    "condition_not_taken": _(
        "The condition “%(condition)s” cannot be said in a checklist. This is always asked, and need not be answered."
    ),
    "constraint_not_taken": _(
        "The limit “%(constraint)s” cannot be said in a checklist; every answer is taken that fits the type."
    ),
    "required_expression": _("Required under a condition does not exist; the question need not be answered."),
    "range_step": _("Steps of %(step)s are not kept; every number between the ends is taken."),
    "question_type_unfit": _("“question_type” does not fit the type “%(type)s”, which was taken."),
    "show_when_outdated": _("“relevant” was changed, so the condition in “show_when” was left out."),
    "option_as_na": _(
        "The option “%(name)s” became “not applicable”; the rules of the checklist say what that does to the score."
    ),
    "option_bonus": _("A bonus belongs to the whole question; the question became one."),
    "other_added": _("An option “other” was added, and a question after it that asks what it is."),
    "column_choice_filter": _("Options are not filtered; all of the list are offered."),
    "column_default": _("Nothing is filled in beforehand; the answer “%(value)s” was left out."),
    "column_calculation": _("A checklist calculates nothing; the answer is given by the auditor."),
    "column_repeat_count": _("Repeats do not exist; the questions are asked once."),
    "reference_in_text": _("No answer is put into a text; “%(text)s” stays as it is written. Reword it."),
    "column_readonly": _("Every question can be answered; “read only” was left out."),
}
TRANSLATIONS = {
    "not_po": _(
        "This is no PO file: %(reason)s. Send back the file that was exported, with the translations in it."
    ),
    "po_other_checklist": _(
        "The file is for the checklist “%(name)s”, but this is “%(slug)s”. Choose the right file."
    ),
    "po_language": _(
        "“%(value)s” is not a language that texts are stored in. Export the file again for the right language."
    ),
    "po_latin": _(
        "Serbian is stored in Cyrillic and its Latin form derived. Export the file for Serbian in Cyrillic and translate that."
    ),
    "po_unknown_unit": _("The checklist has no such text any more; “%(text)s” was left out."),
    "po_source_changed": _(
        "The original has changed since the export and now reads “%(text)s”; the translation was left out. Translate it anew."
    ),
    "po_fuzzy": _("The translation is marked as doubtful and was left out. Check it and remove the mark."),
    "po_untranslated": _("Texts without a translation in the file: %(count)s. They stay as they are."),
    "language_added": _("The language %(language)s was added to the checklist."),
}
IMPORT_TEXTS = WORKBOOKS | FORMS | NOTES_ON_SHEETS | NOTES_ON_FORMS | TRANSLATIONS
