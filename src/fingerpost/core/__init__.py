"""Authorities, users and their posts, permissions, audit and the home that everything lives in."""
