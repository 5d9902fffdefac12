"""Steps are heard by who listens, in their thread, and by nobody afterwards."""

import pytest

from data import progress
from data.progress import AbandonedError, Progress, heard


def test_steps_and_lines_are_heard_only_inside() -> None:
    said: list[tuple[str, int, int]] = []
    with heard(lambda step, done, total: said.append((step, done, total))):
        progress.begin(progress.CHECKING)
        bar = Progress("aides.csv", 3)
        for read in (1, 2, 3):
            bar.tell(read, read)
    progress.begin(progress.WRITING)
    # The first and the last line are always told, those between ten times a second at most.
    assert said[0] == ("controle", 0, 0) and said[1] == ("lecture", 1, 3) and said[-1] == ("lecture", 3, 3)
    assert all(step != "ecriture" for step, _, _ in said)


def test_who_listens_may_stop_the_work() -> None:
    def refuse(step: str, done: int, total: int) -> None:
        raise AbandonedError

    with pytest.raises(AbandonedError, match="Abandonné"), heard(refuse):
        progress.begin(progress.READING)
