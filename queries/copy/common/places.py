"""The step that says where and when each subject stands."""

from pathlib import Path

from queries.copy.parts import scripts

_HERE = Path(__file__).parent
derive = scripts(
    *(
        _HERE / f"{name}.sql"
        for name in ("bounds", "publications", "places", "years", "territories", "activity", "running")
    )
)
