"""Long work: what kinds there are, the queue in which it waits, and the workers that do it.

Rooms, upper first: ``child`` (a worker beside the server), ``worker`` (does what the queue says, looks after what
others left), ``running`` (one work from its begin to its end) and ``asking`` (how pages ask for it), ``kinds`` (the
table of what can be asked for), ``exports`` (layers as files), ``imports`` (files read and staged), ``packs`` (for
meetings) and ``snapshots`` (their files, made again), ``work`` (what a kind is given, and what it gives back),
``queue`` (the queue, and how far each work is) and ``results`` (the files that came of it).
"""
