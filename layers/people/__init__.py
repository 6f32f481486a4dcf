"""Who may sign in, and as what.

Rooms: users (accounts and passwords), grants (account x role x area), tokens (one-time links, API tokens),
conflicts (changes that came too late), accounts (the list for whoever manages them), viewing (which grants a
coordinator may look through).
"""
