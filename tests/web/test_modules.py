"""Modules are put together into one script, and reach the browser so."""

from pathlib import Path

import pytest

from auditapp.core.config import PROJECT_ROOT
from auditapp.web.assets import part_urls
from auditapp.web.modules import joined, joined_part, parts_of, put_together
from tests.support.pages import PageClient

SCRIPTS = PROJECT_ROOT / "static" / "js"

MAIN = """/** Says hello. */

import { greet, NAME as name } from "./words.js";
import {
    add,
} from "../sums.js";

export { add as plus } from "../sums.js";

// One line.
export const result = `${greet(name)} ${add(1, 2)}`;
"""
WORDS = """import { add } from "../sums.js";

export const NAME = "Ő";

/** A greeting. */
export function greet(name) {
    return `Hello ${name}${add(0, 1)}`; // said
}
"""
SUMS = """export async function later() {}
export class Sum {}
export function add(one, other) {
    return one + other;
}
"""


@pytest.fixture
def main(tmp_path: Path) -> Path:
    """A module that imports two others, one of them twice."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "sums.js").write_text(SUMS, encoding="utf-8")
    (tmp_path / "parts" / "words.js").write_text(WORDS, encoding="utf-8")
    main = tmp_path / "parts" / "main.js"
    main.write_text(MAIN, encoding="utf-8")
    return main


def test_each_module_stands_once_and_after_what_it_needs(main: Path) -> None:
    assert joined(main) == (
        "(() => {\n"
        "const [$0_later, $0_Sum, $0_add] = (() => {\n"
        "async function later() {}\n"
        "class Sum {}\n"
        "function add(one, other) {\n"
        "    return one + other;\n"
        "}\n"
        "return [later, Sum, add];\n"
        "})();\n"
        "const [$1_NAME, $1_greet] = (() => {\n"
        "const add = $0_add;\n"
        "\n"
        'const NAME = "Ő";\n'
        "\n"
        "function greet(name) {\n"
        "    return `Hello ${name}${add(0, 1)}`; // said\n"
        "}\n"
        "return [NAME, greet];\n"
        "})();\n"
        "const [$2_result, $2_plus] = (() => {\n"
        "\n"
        "const greet = $1_greet, name = $1_NAME;\n"
        "const add = $0_add;\n"
        "\n"
        "\n"
        "const result = `${greet(name)} ${add(1, 2)}`;\n"
        "return [result, $0_add];\n"
        "})();\n"
        "})();\n"
    )


def test_it_is_shortened(main: Path) -> None:
    script = put_together(main)
    assert len(script) < len(joined(main)) / 2
    assert "said" not in script


@pytest.mark.parametrize("kind", ["const", "let"])
def test_everything_is_done_in_its_order(main: Path, kind: str) -> None:
    """The library would put first what takes a value apart."""
    main.write_text(
        f"const one = first();\n{kind} {{ two }} = second();\nthird(one, two);\n", encoding="utf-8"
    )
    script = put_together(main)
    assert script.index("first") < script.index("second") < script.index("third")


def test_an_order_that_cannot_be_kept_is_refused(main: Path) -> None:
    main.write_text("let one = first();\nconst { two } = second();\n", encoding="utf-8")
    with pytest.raises(ValueError, match="write const for the first of"):
        put_together(main)


LATER = """import { add } from "../sums.js";
import { greet } from "./words.js";

export const bye = greet(add(2, 3));
"""


@pytest.fixture
def later(main: Path) -> Path:
    """A part that `main` fetches later; it needs something that is there, and something that is not."""
    main.write_text(
        'import { add } from "../sums.js";\nadd(1, 2);\nimport("./later.js").then(({ bye }) => bye);\n',
        encoding="utf-8",
    )
    part = main.parent / "later.js"
    part.write_text(LATER, encoding="utf-8")
    return part


def test_a_part_that_comes_later_is_given_what_is_there_already(main: Path, later: Path) -> None:
    assert '$part("./main.js/later.js", $0_add).then(' in joined(main)
    part = joined_part(main, later)
    assert part.startswith(
        "export default ($0_add) => {\nconst [$2_NAME, $2_greet] = (() => {\nconst add = $0_add;\n"
    )
    assert part.endswith("return { bye: $3_bye };\n};\n")
    assert "function add" not in part
    assert parts_of(main) == [later]
    assert len(put_together(main, later)) < len(part)


def test_what_is_no_part_is_refused(main: Path) -> None:
    with pytest.raises(ValueError, match=r"words\.js is no part of main\.js"):
        put_together(main, main.parent / "words.js")


def test_what_is_no_script_is_refused(main: Path) -> None:
    main.write_text("const = 7;\n", encoding="utf-8")
    with pytest.raises(ValueError, match="unexpected ="):
        put_together(main)


@pytest.mark.parametrize(
    "line",
    [
        'import words from "./words.js";',
        'import * as words from "./words.js";',
        'import "./words.js";',
        'import { greet } from "words";',
        "export default 7;",
        "export { here };",
        'const words = await import("../sums.js");',
        "const words = await import(name);",
        "const text = `of two",
    ],
)
def test_other_forms_are_refused(main: Path, line: str) -> None:
    main.write_text(f"{line}\n", encoding="utf-8")
    with pytest.raises(ValueError, match="is not understood"):
        put_together(main)


def test_modules_that_import_each_other_are_refused(main: Path) -> None:
    (main.parent / "words.js").write_text('import { result } from "./main.js";\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"main\.js imports itself by way of main\.js, words\.js"):
        put_together(main)


def test_a_module_that_is_missing_is_an_error(main: Path) -> None:
    (main.parent / "words.js").unlink()
    with pytest.raises(FileNotFoundError):
        put_together(main)


@pytest.mark.parametrize("name", sorted(str(file.relative_to(SCRIPTS)) for file in SCRIPTS.rglob("*.js")))
def test_every_module_of_ours_can_be_put_together(name: str) -> None:
    assert "/**" not in put_together(SCRIPTS / name)


def test_a_script_is_kept_for_ever_under_its_version_only(client: PageClient) -> None:
    with client.app.test_request_context():
        address = client.app.jinja_env.globals["script_url"]("scoring/score.js")  # type: ignore[operator]  # a function
    fresh = client.http.get(address)
    assert (fresh.status_code, fresh.mimetype) == (200, "text/javascript")
    assert fresh.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert fresh.headers["X-Content-Type-Options"] == "nosniff"
    old = client.http.get("/scripts/before/scoring/score.js")
    assert (old.data, old.headers["Cache-Control"]) == (fresh.data, "no-cache")


def test_a_part_is_kept_for_ever_beside_its_script(client: PageClient) -> None:
    with client.app.test_request_context():
        (address, *_others) = part_urls("capture/main.js")
    assert address.endswith("/capture/main.js/measures.js")
    answer = client.http.get(address)
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.text.startswith("export default(")


@pytest.mark.parametrize(
    "name",
    [
        "capture/main.js/log.js",
        "capture/main.js/nothing.js",
        "capture/work.js/main.js",
        "scoring/nothing.js",
        "../css/base.css",
        "scoring",
        "..%2f..%2fwsgi.py",
    ],
)
def test_nothing_but_our_modules_is_a_script(client: PageClient, name: str) -> None:
    assert client.http.get(f"/scripts/x/{name}").status_code == 404


def test_style_sheets_travel_compressed(client: PageClient) -> None:
    answer = client.http.get("/static/css/base.css", headers={"Accept-Encoding": "gzip"})
    assert (answer.headers["Content-Encoding"], answer.headers["Cache-Control"]) == ("gzip", "no-cache")
    assert len(answer.data) < 2500
    answer.close()
