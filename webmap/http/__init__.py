"""What every request passes through.

Rooms: i18n (its language), params (its parameters), map_params (those of a map), forms (what people fill in), respond
(bodies, formats, ETags), links (addresses), kept (costly answers, for a while), errors (error class to status),
security (headers, CSRF, limits), auth (who asks).
"""
