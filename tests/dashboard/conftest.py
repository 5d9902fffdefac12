"""Whatever a test of the dashboard looks at, no part of a page may have failed for a reason that nobody foresaw."""

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def no_unforeseen_error(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fails the test during which one was logged; a test that wants one clears the log."""
    yield
    failed = [record for record in caplog.get_records("call") if "erreur imprévue" in record.getMessage()]
    assert failed == []
