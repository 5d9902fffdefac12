"""Need against offer: which publics and themes are served, where and until when."""
