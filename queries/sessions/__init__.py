"""The figures of a closed session: kept with their rules, read again as they were told, and what changed since."""
