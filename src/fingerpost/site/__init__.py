"""Settings, addresses, base templates and the sign-in pages: what makes the rooms one site."""
