"""When the memory that reference counts cannot free is looked for: beside the pages, never at the end of each run.

A full collection holds the interpreter for about a tenth of a second; Streamlit makes one after each run of a page
(``runner.postScriptGC``), during which nobody is served. Here it waits for a quiet moment. Python's own collections of
what was just made go on as ever, so that memory stays bounded where no moment is quiet.
"""

import asyncio
import gc
import sys
import time
from dataclasses import dataclass

# Seconds between two looks, and the share of one processor under which nobody is being served.
LOOK = 5.0
QUIET = 0.1
# Seconds of work that are worth a collection, and seconds that it may wait for a quiet moment.
WORTH = 0.5
LONGEST = 60.0


@dataclass(frozen=True)
class Moment:
    """Seconds of a clock, and seconds of processor that this process has used since it began."""

    clock: float
    used: float

    @classmethod
    def now(cls) -> "Moment":
        """This one."""
        return cls(time.monotonic(), time.process_time())


def due(collected: Moment, looked: Moment, now: Moment) -> bool:
    """Whether to collect now: the process worked since it last did, and rests since the last look or waited long."""
    if now.used - collected.used < WORTH:
        return False
    quiet = now.used - looked.used < QUIET * (now.clock - looked.clock)
    return quiet or now.clock - collected.clock >= LONGEST


def collect(modules: int) -> int:
    """A full collection; how many modules are loaded, ``modules`` being how many were at the last one.

    Where there are more, what is alive after it is set apart (``gc.freeze``): Python's own collections go through code
    and libraries no more. What had been set apart before is looked at first, so that nothing stays for ever.
    """
    if len(sys.modules) == modules:
        gc.collect()
        return modules
    gc.unfreeze()
    gc.collect()
    gc.freeze()
    return len(sys.modules)


async def kept_low() -> None:
    """As long as the server is there (``server.alongside``), and without a thread."""
    modules, collected = 0, Moment(0.0, 0.0)
    looked = Moment.now()
    while True:
        await asyncio.sleep(LOOK)
        now = Moment.now()
        if due(collected, looked, now):
            modules = collect(modules)
            collected = now = Moment.now()
        looked = now
