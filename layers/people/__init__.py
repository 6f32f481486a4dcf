"""Who may sign in, and as what.

Rooms: users (accounts and passwords), grants (account x role x area), tokens (one-time links, API tokens).
"""
