"""« D'où vient ce chiffre ? »."""
