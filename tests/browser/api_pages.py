"""The pages of the API, which are looked at as they come: names and addresses."""

API_PAGES = {
    "api": "/api?f=html",
    "api-conformance": "/api/conformance?f=html",
    "api-collections": "/api/collections?f=html",
    "api-collection": "/api/collections/boundaries?f=html",
    "api-queryables": "/api/collections/hotspots/queryables?f=html",
    "api-items": "/api/collections/boundaries/items?f=html&limit=3",
    "api-item": "/api/collections/boundaries/items/27424@2025-07-01?f=html",
    "api-tilesets": "/api/collections/hotspots/tiles?f=html",
    "api-tileset": "/api/collections/hotspots/tiles/WebMercatorQuad?f=html",
    "api-matrix-sets": "/api/tileMatrixSets?f=html",
    "api-matrix-set": "/api/tileMatrixSets/WebMercatorQuad?f=html",
    "api-styles": "/api/styles?f=html",
    "api-collection-styles": "/api/collections/visits/styles?f=html",
    "api-style": "/api/styles/visits?f=html",
    "api-docs": "/api/docs",
}
