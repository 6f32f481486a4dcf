"""Ways past water, how long they take, and tours over a day's stops.

* ``modes``: walking and motorbike: speed and detour.
* ``banks``: water as areas where one cannot go, less what crossings open.
* ``visibility``: shortest ways past areas, by a visibility graph.
* ``network``: the default way about: straight lines that cross water at crossings only.
* ``matrix``: metres and seconds between each two places.
* ``road_rules``: who may use a road of OpenStreetMap, in which direction, how fast.
* ``road_table``: roads as columns, cut where they meet.
* ``road_graph``: the roads of one mode as a graph, and places on it.
* ``roads``: ways by road.
* ``problem``: what tours are asked and answered with.
* ``timing``: the clock of a route in a given order.
* ``exact``: the best order of a few stops, proved.
* ``search``: good orders of many stops, by PyVRP.
* ``insertion``: what it costs to insert any stop anywhere.
* ``ruin``: polishing orders by taking stops out and putting in again what pays.
* ``tours``: which team goes where, in which order, and what is left out.
"""
