"""What pages are made from."""

from collections.abc import Mapping
from typing import Any

# One row of the answer to a question: column → value (dates are ISO, unknown is None).
Row = Mapping[str, Any]
