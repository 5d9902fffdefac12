"""The dossier of a session: what the pages show, put together for paper and to be carried away.

Chapters (``opening``, ``judged``, ``compared``, ``funded``, ``needed``, ``followed``, ``method``) ask what pages ask
and make plain blocks of it (``content``), which ``paper`` prints and ``word`` and ``opendocument`` write as documents
to be changed.
"""
