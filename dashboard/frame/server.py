"""What goes on beside the server, and what it may not do on its own: ask an outside service who it is.

At a WebSocket whose Origin is not its own, Streamlit compares that origin with the addresses of the machine, which it
asks of ``checkip.amazonaws.com`` on the thread that answers everybody: nobody is served meanwhile. No setting prevents
it. The origins that are let in are those that the settings name: ``browser.serverAddress`` and
``server.corsAllowedOrigins``, besides the server's own and this machine's.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager, suppress

from streamlit import net_util


def ask_nobody() -> None:
    """From now on, this process has no address but those it is told."""
    net_util.get_external_ip = net_util.get_internal_ip = _no_address


def _no_address() -> str | None:
    return None


@asynccontextmanager
async def alongside(work: Coroutine[None, None, None]) -> AsyncIterator[None]:
    """``work`` as one task of the server's loop, ended with it (a part of its ``lifespan``)."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
