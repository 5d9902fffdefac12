"""Collection campaigns: opened for a year, sent as pre-filled workbooks, and what comes back of them."""
