"""The page of one territory: a commune, an intercommunalité or a bassin at its own address."""
