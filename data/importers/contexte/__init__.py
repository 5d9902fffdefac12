"""Official figures by commune, and other divisions of the territory."""
