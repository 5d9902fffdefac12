"""The first page, the review of one territory, the quality of the data."""
