"""From a file that someone sent to rows with provenance."""
