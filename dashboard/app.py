"""The dashboard: ``streamlit run`` imports this file once, for its server, then runs it for each reader."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import streamlit as st
from streamlit import runtime

# Streamlit puts this folder on the import path, not the one above it, where the layers are.
ROOT = str(Path(__file__).resolve().parent.parent)
if ROOT not in sys.path:
    sys.path.insert(0, ROOT)

if runtime.exists():
    from dashboard import pages

    pages.run()
else:  # The server starts: nobody is connected yet.
    from dashboard.dossier import warming
    from dashboard.frame import box, memory, server

    @asynccontextmanager
    async def beside(_: st.App) -> AsyncIterator[None]:
        """What goes on as long as the server is there."""
        async with server.alongside(memory.kept_low()), server.alongside(warming.warmed()):
            yield

    server.ask_nobody()
    app = st.App(__file__, lifespan=beside, routes=[box.route()])
