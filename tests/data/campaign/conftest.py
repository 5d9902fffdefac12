"""A campaign that was opened over the small facts, and the workbook that it sent."""

import shutil
from pathlib import Path

import pytest

from tests.small.campaign import Sent, opened, sent
from tests.small.facts import SMALL, filled


@pytest.fixture(scope="module")
def first(reference_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    path = filled(reference_store, tmp_path_factory.mktemp("campagne"), SMALL)
    campaign = opened(path)
    return Sent(path, campaign, sent(path, campaign))


@pytest.fixture
def there(first: Sent, tmp_path: Path) -> Sent:
    return first._replace(path=Path(shutil.copytree(first.path, tmp_path / "magasin")))
