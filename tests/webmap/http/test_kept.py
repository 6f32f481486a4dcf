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


def test_answers_that_take_too_much_go_however_few_they_are() -> None:
    kept: Kept[bytes] = Kept(most=100, most_bytes=10)
    made: list[int] = []

    def ask(size: int) -> None:
        def make() -> bytes:
            made.append(size)
            return bytes(size)

        assert len(kept.get(str(size), make)) == size

    for size in (4, 5, 4, 3, 5):  # 4 and 5 stay, 3 sends 5 away, and 5 sends 4 away
        ask(size)
    assert made == [4, 5, 3, 5]
    ask(3)
    ask(11)  # larger than all that may be kept: it is answered, and nothing stays
    ask(3)
    assert made == [4, 5, 3, 5, 11, 3]
