from bot.core.recall import one_line, recalled


class Worker:
    def __init__(self) -> None:
        self.done: list[str] = []

    def shout(self, text: str) -> str:
        self.done.append(text)
        return text.upper()


def test_within_a_line_a_sentence_is_worked_out_once():
    worker, other = Worker(), Worker()

    with one_line():
        said = [recalled(worker.shout, text) for text in ("a", "b", "a")]
        recalled(other.shout, "a")

    assert said == ["A", "B", "A"]
    assert (worker.done, other.done) == (["a", "b"], ["a"])


def test_nothing_is_kept_from_one_line_to_the_next():
    worker = Worker()

    for _ in range(2):
        with one_line():
            recalled(worker.shout, "a")
    recalled(worker.shout, "a")

    assert worker.done == ["a", "a", "a"]


def test_a_block_within_a_block_belongs_to_the_same_line():
    worker = Worker()

    with one_line():
        with one_line():
            recalled(worker.shout, "a")
        recalled(worker.shout, "a")

    assert worker.done == ["a"]
