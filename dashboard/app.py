"""The dashboard: ``streamlit run`` imports this file once, for its server, then runs it for each reader."""

import sys
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
    from dashboard.frame import box, memory, server

    server.ask_nobody()
    app = st.App(__file__, lifespan=memory.kept_low, routes=[box.route()])
