"""The checklist editor in Chromium: built from nothing, undone, moved, pasted, tried out."""

from typing import Any

from playwright.sync_api import Dialog, expect

from auditapp.core.i18n import number_text
from auditapp.domain.answers import Answer
from auditapp.domain.definition import dump_definition, parse_definition
from auditapp.domain.language import Language
from auditapp.domain.lint import lint
from auditapp.domain.scoring import percent, score
from tests.support.editor import Editor

EVIL = "<img src=x onerror=alert(1)><script>alert(2)</script>"


def questions(content: dict[str, Any]) -> list[str]:
    """The keys of all questions, in order."""
    return [question["key"] for section in content["sections"] for question in section["questions"]]


def test_a_checklist_is_built_from_nothing_until_the_check_is_content(blank: Editor) -> None:
    expect(blank.finding("Add a first section.")).to_be_visible()
    blank.page.get_by_role("button", name="+ Section").click()
    expect(blank.field("title.en")).to_be_focused()
    blank.write_both("title", "Welcome", "Дочек")
    expect(blank.form.locator(".derived").first).to_have_text("In Latin letters: Doček")
    blank.add_questions("Was the shop open?", "Were you greeted?")
    make_critical(blank)
    make_conditional(blank)
    for number in ("1.1", "1.2"):
        add_action(blank, number)
    blank.go("")
    blank.write_both("title", "Our shops", "Наше продавнице")
    expect(blank.findings).to_have_count(0)
    expect(blank.page.locator("#check-state")).to_have_text("Nothing to complain about.")
    definition = parse_definition(blank.saved())
    assert lint(definition) == []
    opened, greeted = (question for _, question in definition.questions())
    assert (opened.key, greeted.key) == ("was_the_shop_open", "were_you_greeted")
    assert dump_definition(definition)["sections"][0]["questions"][0]["critical"] == {"cap_total": 40}
    steps = [f"{one.key} {one.points}" for one in greeted.options]
    assert steps == ["at_once 2", "later 1", "never 0"]
    assert blank.stored["sections"][0]["questions"][1]["show_when"] == {
        "question": "was_the_shop_open",
        "in": ["yes"],
    }


def make_critical(editor: Editor) -> None:
    """The first question: in both languages, and whoever fails it gets 40 % at the most."""
    editor.go("1.1")
    editor.write("text.sr-Cyrl", "Да ли је продавница била отворена?")
    editor.field("critical").first.select_option("cap_total")
    editor.form.get_by_label("At most, in %").fill("40")


def make_conditional(editor: Editor) -> None:
    """The second question: three answers, asked only where the shop was open."""
    editor.go("1.2")
    editor.write("text.sr-Cyrl", "Да ли сте поздрављени?")
    editor.form.get_by_label("Answered by").select_option(label="One of several answers")
    steps = [("At once", "Одмах"), ("Later", "Касније"), ("Never", "Никад")]
    for index, (english, serbian) in enumerate(steps):
        editor.page.get_by_role("button", name="+ Answer").click()
        editor.write_both(f"options.{index}.label", english, serbian)
        editor.write(f"options.{index}.points", str(2 - index))
    editor.form.locator("summary", has_text="When it is asked").click()
    editor.form.get_by_label("Only when all of these hold").check()
    editor.form.get_by_label("Yes", exact=True).check()


def add_action(editor: Editor, number: str) -> None:
    """What the store does about a weak answer."""
    editor.go(number)
    begin = editor.form.get_by_role("button", name="+ Action")
    if not begin.is_visible():
        editor.form.locator("summary", has_text="What the store does").click()
    begin.click()
    for name in ("what", "why", "how"):
        editor.write_both(f"action.{name}", f"The {name}", "Текст")


def test_sixty_steps_are_undone_and_done_again(editor: Editor) -> None:
    before = editor.stored
    editor.go("1.1")
    box = editor.form.get_by_label("Has to be answered")
    for _ in range(60):
        box.click()
    editor.write("text.en", "Changed")
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Changed"
    for _ in range(61):
        editor.page.keyboard.press("Control+z")
    assert editor.saved() == before
    expect(editor.field("text.en")).to_have_value("The greeting?")
    expect(editor.page.locator("#undo")).to_be_disabled()
    for _ in range(61):
        editor.page.keyboard.press("Control+Shift+z")
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == "Changed"


def test_what_is_deleted_comes_back(editor: Editor) -> None:
    before = editor.stored
    editor.go("1")
    after = editor.after(lambda: editor.page.get_by_role("button", name="Delete").click())
    assert [section["key"] for section in after["sections"]] == ["facts", "hurry"]
    toast = editor.page.locator("#toast")
    expect(toast).to_contain_text("Deleted: Welcome")
    assert editor.after(lambda: toast.get_by_role("button", name="Undo").click()) == before
    expect(editor.page.locator("#panel-title")).to_have_text("Section 1")


def test_a_question_is_added_behind_the_open_one_else_at_the_end(editor: Editor) -> None:
    for open_now, number in (("1.2", "1.3"), ("", "3.2")):
        editor.go(open_now)
        editor.outline.locator("xpath=..").get_by_role("button", name="+ Question").click()
        expect(editor.page.locator("#panel-title")).to_have_text(f"Question {number}")
        expect(editor.field("text.en")).to_be_focused()
    expect(editor.form.get_by_role("button", name="Remove")).to_have_count(0)


def test_a_copy_has_a_key_of_its_own_and_asks_for_its_own_questions(editor: Editor) -> None:
    editor.go("1")
    content = editor.after(lambda: editor.page.get_by_role("button", name="Duplicate").click())
    copy = content["sections"][1]
    assert copy["key"] == "welcome_2"
    assert [question["key"] for question in copy["questions"]] == [
        "greeting_2",
        "seated_2",
        "excuse_2",
        "wait_2",
    ]
    assert copy["questions"][2]["show_when"] == {"question": "seated_2", "in": ["no"]}


def test_questions_and_sections_are_moved_by_keyboard(editor: Editor) -> None:
    editor.go("1.4")
    editor.line("1.4").focus()
    keys = editor.page.keyboard
    for _ in range(2):
        keys.press("Alt+ArrowDown")
    assert editor.lines()[6:9] == ["2.1 The offers?", "2.2 The wait?", "2.3 The price?"]
    expect(editor.line("2.2")).to_be_focused()
    expect(editor.page.locator("#announcer")).to_have_text("Moved from 2.1 to 2.2.")
    keys.press("ArrowUp")
    keys.press("ArrowUp")
    expect(editor.line("2")).to_be_focused()
    keys.press("Alt+ArrowUp")
    content = editor.saved()
    assert [section["key"] for section in content["sections"]] == ["facts", "welcome", "hurry"]
    assert questions(content)[:3] == ["offers", "wait", "price"]
    keys.press("Home")
    keys.press("Alt+ArrowDown")
    expect(editor.page.locator("#announcer")).to_have_text("It cannot be moved any further.")


def test_a_question_is_moved_to_a_chosen_place(editor: Editor) -> None:
    editor.go("1.2")
    editor.page.get_by_role("button", name="Move to…").click()
    dialog = editor.page.get_by_role("dialog", name="Move the question")
    dialog.get_by_label("Into the section").select_option(label="3 The hurry")
    dialog.get_by_label("Place").select_option(label="at the beginning")
    content = editor.after(lambda: dialog.get_by_role("button", name="Move it").click())
    assert [question["key"] for question in content["sections"][2]["questions"]] == ["seated", "rushed"]
    expect(editor.finding("“The seated?” comes later.")).to_be_visible()
    editor.finding("“The seated?” comes later.").get_by_role("button").click()
    expect(editor.page.locator("#panel-title")).to_have_text("Question 1.2")
    expect(editor.form.locator("#condition [data-test=question]")).to_be_visible()
    editor.page.get_by_role("link", name="Publish").click()
    editor.page.get_by_role("link", name="1.2 The excuse? › Asked only if").click()
    expect(editor.form.locator("#condition [data-test=question]")).to_be_visible()


def test_things_are_dragged(editor: Editor) -> None:
    content = editor.after(lambda: editor.drag("1.1", "1.4"))
    within = [question["text"]["en"] for question in content["sections"][0]["questions"]]
    assert within.index("The greeting?") >= 2
    assert editor.lines()[2:6] == [f"1.{at} {text}" for at, text in enumerate(within, start=1)]
    editor.after(lambda: editor.page.keyboard.press("Control+z"))
    content = editor.after(lambda: editor.drag("1.1", "2.3"))
    assert [question["key"] for question in content["sections"][0]["questions"]] == [
        "seated",
        "excuse",
        "wait",
    ]
    assert "greeting" in [question["key"] for question in content["sections"][1]["questions"]][1:4]
    content = editor.after(lambda: editor.drag("2", "1"))
    assert [section["key"] for section in content["sections"]] == ["facts", "welcome", "hurry"]


def test_a_column_from_a_spreadsheet_becomes_questions(editor: Editor) -> None:
    editor.go("2")
    editor.page.get_by_role("button", name="Paste from a spreadsheet").click()
    dialog = editor.page.get_by_role("dialog", name="Paste from a spreadsheet")
    dialog.get_by_label("Copied cells").fill(
        'Is it clean?\r\n"Two\nlines, ""quoted"""\tYes\tPartly\tNo\r\n\r\nČisto?\t\r\nIs it clean?'
    )
    expect(dialog.locator("#paste-count")).to_contain_text("Questions found: 4.")
    content = editor.after(lambda: dialog.get_by_role("button", name="Add the questions").click())
    added = content["sections"][1]["questions"][8:]
    assert [question["key"] for question in added] == [
        "is_it_clean",
        "two_lines_quoted",
        "cisto",
        "is_it_clean_2",
    ]
    assert added[1]["text"] == {"en": 'Two\nlines, "quoted"'}
    assert [(option["label"]["en"], option["points"]) for option in added[1]["options"]] == [
        ("Yes", 2),
        ("Partly", 1),
        ("No", 0),
    ]
    assert added[2]["type"] == "yes_no"
    editor.after(lambda: editor.page.locator("#toast").get_by_role("button", name="Undo").click())
    assert len(editor.stored["sections"][1]["questions"]) == 8


def test_the_preview_and_its_score_are_those_of_the_server(editor: Editor) -> None:
    frame = editor.try_it()
    frame.get_by_text("Greeted after a while").click()
    frame.locator("#q-seated").get_by_label("No", exact=True).check()
    frame.locator("[name=minutes-wait]").fill("2")
    frame.locator("[name=minutes-wait]").blur()
    answers = {"greeting": Answer("late"), "seated": Answer("no"), "wait": Answer(120)}
    verdict = editor.page.locator("#verdict")

    def by_python(**policy: object) -> str:
        content = editor.stored
        definition = parse_definition(content | {"policy": content["policy"] | policy})
        total = score(definition, answers, "gift").total
        assert total is not None
        return f"{number_text(percent(total), Language.ENGLISH)}\u00a0%"

    expect(verdict).to_contain_text(f"So far {by_python()}, Weak (2 of 5 points)")
    rows = editor.page.locator("#section-scores tbody tr")
    expect(rows.first).to_have_text(f"1 Welcome2 of 5{by_python()}")
    editor.page.get_by_role("tab", name="Check").click()
    editor.go("1.2")
    editor.field("critical").first.select_option("policy")
    editor.after(lambda: editor.write("options.0.points", "3"))
    editor.page.get_by_role("tab", name="Preview and score").click()
    expect(verdict).to_contain_text(f"So far {by_python()}, Weak (2 of 7 points)")
    effects = editor.page.locator("#effects li")
    expect(effects).to_have_text(["“1.2 The seated?” failed: the total is at most 50 %."])
    editor.page.get_by_label("Critical effect").check()
    totals = editor.page.locator("#variants [data-line=total] td")
    expect(totals).to_have_text(
        [
            by_python(critical="flag"),
            by_python(critical="zero_section"),
            by_python(),
            by_python(critical="zero_total"),
        ]
    )
    expect(editor.page.locator("#difference")).to_contain_text("With “total 0” the total would be 0\u00a0%")
    expect(frame.locator("#q-greeting :checked")).to_have_value("late")


def test_a_draft_without_a_preview_says_what_is_missing(editor: Editor) -> None:
    editor.go("1.1")
    editor.form.get_by_label("Answered by").select_option(label="One of several answers")
    for code in ("Hrvatski", "Magyar", "Slovenčina"):
        editor.page.locator("#shown-languages").get_by_label(code).check()
    for code in ("en", "sr-Cyrl", "hr", "hu", "sk"):
        editor.write(f"text.{code}", "")
    editor.saved()
    editor.page.get_by_role("tab", name="Preview and score").click()
    frame = editor.page.frame_locator("#preview")
    expect(frame.locator("h1")).to_have_text("No preview yet")
    expect(frame.locator("li")).to_have_text(["1.1 without a text › Question Write the question."])


def test_a_condition_on_what_was_measured_and_on_what_was_not_answered(editor: Editor) -> None:
    editor.go("2.1")
    editor.form.locator("[data-part=condition] summary").click()
    editor.form.get_by_label("Only when one of these holds").check()
    first = editor.form.locator("[data-tests] > li").first
    assert first.get_by_label("Question").locator("option").all_inner_texts() == [
        "1.1 The greeting?", "1.2 The seated?", "1.3 The excuse?", "1.4 The wait?"
    ]  # fmt: skip
    first.get_by_label("at least").fill("90,5")
    editor.form.get_by_role("button", name="+ Condition").click()
    second = editor.form.locator("[data-tests] > li").nth(1)
    second.get_by_label("Question").select_option(label="1.1 The greeting?")
    second.get_by_label("Its answer").select_option(label="is not")
    second.get_by_label("Not greeted at all").check()
    assert editor.saved()["sections"][1]["questions"][0]["show_when"] == {
        "any": [
            {"question": "wait", "at_least": 90.5},
            {"not": {"question": "greeting", "in": ["never"]}},
        ]
    }
    second.get_by_role("button", name="Remove").click()
    editor.form.get_by_label("Only when all of these hold").check()
    assert editor.saved()["sections"][1]["questions"][0]["show_when"] == {
        "question": "wait",
        "at_least": 90.5,
    }
    editor.form.get_by_role("radio", name="Always").check()
    assert "show_when" not in editor.saved()["sections"][1]["questions"][0]


def test_a_condition_of_any_depth_is_picked(editor: Editor) -> None:
    deep = {
        "any": [
            {"question": "seated", "answered": True},
            {"not": {"all": [{"question": "greeting", "in": ["late"]}, {"any": [{"question": "wait", "at_most": 5}]}]}},
        ]
    }  # fmt: skip
    editor.go("2.1")
    editor.form.locator("[data-part=condition] summary").click()
    editor.form.get_by_label("Only when one of these holds").check()
    tests = editor.form.locator("#condition > div > [data-tests] > li")
    tests.first.get_by_label("Question").select_option(label="1.2 The seated?")
    editor.form.get_by_role("button", name="+ Group of conditions").last.click()
    group = tests.nth(1)
    group.get_by_label("Question").select_option(label="1.1 The greeting?")
    group.get_by_label("Greeted after a while").check()
    group.get_by_label("Of the conditions in this group").select_option(label="not all may hold")
    group.get_by_role("button", name="+ Group of conditions").click()
    group.locator("li li").get_by_label("at most").fill("5")
    assert editor.saved()["sections"][1]["questions"][0]["show_when"] == deep
    group.locator("li li").get_by_role("button", name="Remove").click()
    tests.first.get_by_role("button", name="Remove").click()
    editor.form.get_by_role("button", name="Remove the group").click()
    assert "show_when" not in editor.saved()["sections"][1]["questions"][0]


def test_scenarios_bands_and_rules_of_the_checklist(editor: Editor) -> None:
    editor.go("")
    editor.page.get_by_role("button", name="+ Scenario").click()
    editor.write("scenarios.2.title.en", "The complaint")
    editor.page.get_by_role("button", name="+ Band").click()
    editor.write("bands.2.from", "40")
    editor.write("bands.2.label.en", "Needs work")
    editor.form.locator('[data-base="bands.2"]').get_by_role("button", name="Move up").click()
    editor.form.get_by_label("Total score").select_option("points")
    editor.write("policy.stated_total", "8")
    editor.go("3")
    editor.form.get_by_label("The complaint").check()
    content = editor.saved()
    assert [scenario["key"] for scenario in content["scenarios"]] == ["gift", "hurry", "the_complaint"]
    assert [(band["key"], band["from"]) for band in content["bands"]] == [
        ("good", 75),
        ("needs_work", 40),
        ("weak", 0),
    ]
    assert (content["policy"]["total"], content["policy"]["stated_total"]) == ("points", 8)
    assert content["sections"][2]["scenarios"] == ["hurry", "the_complaint"]


def test_another_type_takes_what_it_can_have(editor: Editor) -> None:
    before = editor.stored
    editor.go("1.1")
    kind = editor.form.get_by_label("Answered by")
    question = editor.after(lambda: kind.select_option("multi"))["sections"][0]["questions"][0]
    assert [option["key"] for option in question["options"]] == ["good", "late", "never"]
    question = editor.after(lambda: kind.select_option("duration"))["sections"][0]["questions"][0]
    assert "options" not in question
    editor.page.get_by_role("button", name="+ Step").click()
    editor.write("thresholds.0.up_to", "60")
    editor.write("thresholds.0.points", "2")
    question = editor.saved()["sections"][0]["questions"][0]
    assert question["thresholds"] == [{"up_to": 60, "points": 2}]
    while editor.page.locator("#undo").is_enabled():
        editor.page.keyboard.press("Control+z")
    assert editor.saved() == before


def test_missing_languages_are_marked_counted_and_found(blank: Editor) -> None:
    page = blank.page
    page.get_by_role("button", name="+ Section").click()
    blank.write("title.en", "Welcome")
    expect(blank.form.locator(".missing:visible")).to_have_count(1)
    languages = page.locator("#shown-languages")
    expect(languages).to_contain_text("Српски 2 missing")
    blank.go("")
    blank.form.locator("[data-languages]").get_by_label("Magyar").check()
    expect(languages).to_contain_text("Magyar 6 missing")
    assert "hu" not in blank.saved()["title"], "a language begins empty"
    languages.get_by_label("Српски").uncheck()
    expect(blank.field("title.sr-Cyrl")).to_have_count(0)
    page.get_by_role("button", name="Next missing text").click()
    expect(blank.field("title.sr-Cyrl")).to_be_focused()


def test_keys_of_published_questions_stay(editor: Editor) -> None:
    editor.go("1.3")
    editor.form.locator("[data-part=key] summary").click()
    assert not editor.form.get_by_label("Key").is_editable()
    editor.go("1")
    editor.page.get_by_label("New question").fill("Ко вас је дочекао?")
    editor.after(lambda: editor.page.keyboard.press("Enter"))
    editor.go("1.5")
    key = editor.form.get_by_label("Key")
    expect(key).to_have_value("ko_vas_je_docekao")
    key.fill("greeting")
    expect(editor.form.get_by_role("alert")).to_have_text("Something else has this key already.")
    content = editor.after(lambda: key.fill("who"))
    assert questions(content)[4] == "who"


def test_texts_are_only_ever_texts(editor: Editor) -> None:
    alarms: list[str] = []

    def note(dialog: Dialog) -> None:
        alarms.append(dialog.message)
        dialog.dismiss()

    editor.page.on("dialog", note)
    editor.go("1.1")
    editor.write("text.en", EVIL)
    editor.write("options.0.label.en", EVIL)
    assert editor.saved()["sections"][0]["questions"][0]["text"]["en"] == EVIL
    expect(editor.line("1.1")).to_contain_text(EVIL)
    editor.try_it().get_by_text(EVIL).first.wait_for()
    editor.page.get_by_role("tab", name="Check").click()
    editor.after(lambda: editor.page.get_by_role("button", name="Delete").click())
    expect(editor.page.locator("#toast")).to_contain_text(EVIL)
    assert alarms == []
