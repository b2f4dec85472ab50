"""What readers of files can say; each code has a wording in the catalogues."""

_WORKBOOKS = """
file_empty not_a_workbook markup_file zip_without_workbook corrupt_workbook workbook_encrypted
workbook_too_large workbook_empty sheet_empty no_questions_sheet column_missing duplicate_column
plain_text_differs formula_without_value cell_with_error not_text not_csv
"""
_FORMS = """
type_missing unknown_form_type unknown_list name_missing label_missing choice_without_name
group_not_closed group_not_open no_questions slug_missing title_missing show_when_unreadable
options_differ points_differ
"""
_NOTES_ON_SHEETS = """
and_more formula_as_value merged_cells encoding_taken column_without_heading column_not_taken
choice_column_not_taken column_language_unknown column_in_latin sheet_not_taken setting_not_taken
policy_taken scoring_off question_not_scored points_filled points_not_taken
"""
_NOTES_ON_FORMS = """
type_calculate type_place type_recording type_rank type_list_in_file type_metadata type_datetime
type_barcode type_phone_number repeat_once group_empty section_continued note_as_guidance condition_not_taken
constraint_not_taken required_expression range_step question_type_unfit show_when_outdated option_as_na
option_bonus other_added column_choice_filter column_default column_calculation column_repeat_count
column_readonly reference_in_text
"""
_TRANSLATIONS = """
not_po po_other_checklist po_language po_latin po_unknown_unit po_source_changed po_fuzzy
po_untranslated language_added
"""
FORMAT_CODES = frozenset(
    code
    for codes in (_WORKBOOKS, _FORMS, _NOTES_ON_SHEETS, _NOTES_ON_FORMS, _TRANSLATIONS)
    for code in codes.split()
)
