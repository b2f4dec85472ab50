"""Forms as a browser sends them: what stands in the page, changed by what a test types."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import TypeAlias
from xml.etree.ElementTree import Element

from tests.support.html import text_of

Upload: TypeAlias = tuple[BytesIO, str]
"""A file and its name."""
Typed: TypeAlias = "str | int | bool | Upload | list[str] | list[Upload] | None"
"""What goes into a control: a text or choice, whether a box is ticked, several choices, files, or None to leave empty."""
Values: TypeAlias = "list[tuple[str, str | Upload]]"

BUTTON_TYPES = {"submit", "image"}
UNSENT_TYPES = {"submit", "image", "button", "reset"}
TICKED_TYPES = {"radio", "checkbox"}


def find_form_and_button(root: Element, form_or_button: str) -> tuple[Element, Element | None]:
    """The form with this id, without a button; or the button that reads so, with its form."""
    form = _form_with_id(root, form_or_button)
    if form is not None:
        return form, None
    button = _button(root, form_or_button)
    return _form_of(root, button), button


def _button(root: Element, name: str) -> Element:
    """The enabled submit button that reads `name`; the page has to hold exactly one such."""
    found = [
        button
        for button in _buttons(root)
        if name in {text_of(button), button.get("value"), button.get("aria-label")}
    ]
    assert len(found) == 1, (
        f"{len(found)} buttons read {name!r}; the page has {[text_of(b) for b in _buttons(root)]}"
    )
    assert "disabled" not in found[0].attrib, f"the button {name!r} is disabled"
    return found[0]


def _form_with_id(root: Element, form_id: str) -> Element | None:
    """The form with this id."""
    return next((form for form in root.iter("form") if form.get("id") == form_id), None)


def _form_of(root: Element, control: Element) -> Element:
    """The form that a control belongs to."""
    named = _form_with_id(root, control.get("form", ""))
    found = (
        named
        if named is not None
        else next((form for form in root.iter("form") if control in form.iter()), None)
    )
    assert found is not None, f"{text_of(control)!r} belongs to no form"
    return found


def values_of(root: Element, form: Element, typed: Mapping[str, Typed], button: Element | None) -> Values:
    """What the form sends. A name or choice that the page does not offer is an AssertionError."""
    controls = list(_controls(root, form))
    names = {control.get("name") for control in controls}
    assert set(typed) <= names, (
        f"the form has no {sorted(set(typed) - names)}; it has {sorted(filter(None, names))}"
    )
    values: Values = []
    for name in dict.fromkeys(control.get("name", "") for control in controls):
        group = [control for control in controls if control.get("name") == name]
        values += [
            (name, value) for value in (_typed(group, typed[name]) if name in typed else _standing(group))
        ]
    if button is not None and button.get("name"):
        values.append((button.get("name", ""), button.get("value", "")))
    return values


def _buttons(root: Element) -> list[Element]:
    return [
        element
        for element in root.iter()
        if (element.tag == "button" and element.get("type", "submit") == "submit")
        or (element.tag == "input" and element.get("type") in BUTTON_TYPES)
    ]


def _controls(root: Element, form: Element) -> Iterator[Element]:
    inside = set(form.iter())
    for element in root.iter():
        if element.tag not in {"input", "select", "textarea"} or element.get("type") in UNSENT_TYPES:
            continue
        belongs = element.get("form") == form.get("id") if "form" in element.attrib else element in inside
        if belongs and element.get("name") and "disabled" not in element.attrib:
            yield element


def _standing(group: Sequence[Element]) -> Iterable[str | Upload]:
    for control in group:
        if control.tag == "textarea":
            yield control.text or ""
        elif control.tag == "select":
            yield from _selected(control)
        elif control.get("type") in TICKED_TYPES:
            if "checked" in control.attrib:
                yield control.get("value", "on")
        elif control.get("type") == "file":
            yield (BytesIO(), "")
        else:
            yield control.get("value", "")


def _selected(select: Element) -> Iterator[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if "selected" in option.attrib]
    if not chosen and "multiple" not in select.attrib:
        chosen = options[:1]
    yield from (option.get("value", text_of(option)) for option in chosen)


def _typed(group: Sequence[Element], value: Typed) -> Iterable[str | Upload]:
    offered = _offered(group)
    if value is None or value is False:
        return ()
    if value is True:
        assert offered is not None, f"{group[0].get('name')} cannot be ticked"
        return offered[:1]
    if isinstance(value, int):
        value = str(value)
    wanted: list[str | Upload] = [*value] if isinstance(value, list) else [value]
    unknown = [one for one in wanted if offered is not None and one not in offered]
    assert not unknown, f"{group[0].get('name')} does not offer {unknown}, but {offered}"
    return wanted


def _offered(group: Sequence[Element]) -> list[str] | None:
    """The choices of radios, boxes or a select; None where anything may be typed."""
    if group[0].tag == "select":
        return [option.get("value", text_of(option)) for option in group[0].iter("option")]
    if group[0].get("type") in TICKED_TYPES:
        return [control.get("value", "on") for control in group]
    return None
