"""Pages about accounts.

Rooms: account (signing in and out, password, tokens), admin (all accounts and their grants), lists (bodies and check
lists), view_as (what another grant sees).
"""
