"""The step that says where and when each subject stands."""

from pathlib import Path

from queries.copy.script import scripts

_HERE = Path(__file__).parent
derive = scripts(*(_HERE / f"{name}.sql" for name in ("bounds", "places", "territories", "running")))
