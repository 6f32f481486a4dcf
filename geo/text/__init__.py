"""Vietnamese text.

* ``names``: keys under which names are stored, compared and sorted.
* ``search``: search terms, query tokens, rank of a hit.
* ``addresses``: parts of street addresses.
* ``persons``: personal names in running text.
* ``privacy``: the guard of free text.
"""
