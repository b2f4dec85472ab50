"""V2: what operations add up to on the phone is what they add up to on the server."""

from typing import Any

import pytest

from tests.browser.conftest import ByPhone
from tests.domain.merges import Merge, merges

MERGE_ALL = """
async (cases) => {
    const { Merge } = await import("/js/phone/merge.js");
    return cases.map((operations) => {
        const merge = new Merge();
        for (const operation of operations) merge.add(operation);
        const questions = new Set(operations.map(({ question }) => question).filter(Boolean));
        const stamp = (field) => merge.at("", field);
        return {
            answers: Object.fromEntries([...questions].map((question) => [question, merge.answerTo(question)])),
            check_in: stamp("check_in"),
            check_out: stamp("check_out"),
        };
    });
}
"""


@pytest.fixture(scope="module")
def results(by_phone: ByPhone) -> dict[str, Any]:
    """What the phone makes of each vector, by its name."""
    known = list(merges())
    merged = by_phone(MERGE_ALL, [case.arriving for case in known])
    return {case.name: result for case, result in zip(known, merged, strict=True)}


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in merges()])
def test_phone_merges_as_was_worked_out_by_hand(case: Merge, results: dict[str, Any]) -> None:
    result = results[case.name]
    assert result["answers"] == case.expect["answers"], case.why
    for name in ("check_in", "check_out"):
        assert _stamp(result.get(name)) == case.expect[name], case.why


def _stamp(operation: dict[str, Any] | None) -> dict[str, Any] | None:
    """An operation that stamps the visit, in the form of the vectors."""
    if operation is None:
        return None
    stamped: dict[str, Any] = {"at": operation["phone_at"], "place": None, "refused": False}
    stamped.update(operation["value"])
    return stamped
