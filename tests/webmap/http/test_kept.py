"""Costly answers are made once while they are kept, and the oldest goes."""

from webmap.http.kept import Kept


def test_an_answer_is_made_once_and_the_one_longest_unasked_goes() -> None:
    kept: Kept[str] = Kept(most=2)
    made: list[str] = []

    def ask(tag: str) -> str:
        return kept.get(tag, lambda: made.append(tag) or tag.upper())  # type: ignore[func-returns-value]

    assert [ask(tag) for tag in "abab"] == ["A", "B", "A", "B"]
    assert made == ["a", "b"]
    ask("a")
    ask("c")  # b goes
    ask("a")
    ask("b")
    assert made == ["a", "b", "c", "b"]
