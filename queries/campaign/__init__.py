"""What a campaign makes of the answers of a store: its workbooks, how far it got, what it gives back."""
