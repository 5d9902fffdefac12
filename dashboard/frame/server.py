"""What the server may not do on its own: ask an outside service who it is.

At a WebSocket whose Origin is not its own, Streamlit compares that origin with the addresses of the machine, which it
asks of ``checkip.amazonaws.com`` on the thread that answers everybody: nobody is served meanwhile. No setting prevents
it. The origins that are let in are those that the settings name: ``browser.serverAddress`` and
``server.corsAllowedOrigins``, besides the server's own and this machine's.
"""

from streamlit import net_util


def ask_nobody() -> None:
    """From now on, this process has no address but those it is told."""
    net_util.get_external_ip = net_util.get_internal_ip = _no_address


def _no_address() -> str | None:
    return None
