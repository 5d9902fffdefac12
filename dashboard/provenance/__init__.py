"""« D'où vient ce chiffre ? »: a figure of any page, its definition, rows, loads, SQL and citation."""
