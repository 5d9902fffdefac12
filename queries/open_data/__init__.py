"""The whole dataset as open data: a ZIP of CSVs that machines and people read without this product."""
