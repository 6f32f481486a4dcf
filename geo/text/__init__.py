"""Vietnamese text.

* ``names``: keys under which names are stored, compared and sorted.
* ``folding``: letters without case or accents, one by one, as a database can fold them too.
* ``search``: search terms, query tokens, rank of a hit.
* ``addresses``: parts of street addresses.
* ``persons``: personal names in running text.
* ``privacy``: the guard of free text.
* ``syllables``: what a Vietnamese syllable may look like.
* ``legacy_codes``: TCVN3, VNI, CP1258, UTF-8 read wrongly, letter by letter.
* ``legacy``: text of old files in Unicode and back, and how a column was written.
* ``values``: days, numbers, yes and no as people write them.
"""
