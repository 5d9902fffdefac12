"""The committee at work: its bodies, sessions, events, social projects, what comes, and a session on a projector."""
