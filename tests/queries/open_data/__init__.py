"""The open-data package."""
