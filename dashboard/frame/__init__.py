"""What every page uses: scope, filters, answers, tables, charts, wording."""
