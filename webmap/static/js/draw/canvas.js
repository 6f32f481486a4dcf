/**
 * Owns one canvas laid on the Leaflet map: it moves and scales with the map's own animation and is painted again
 * when the map rests. Everything that is drawn goes through a `paint(context, frame)` given here.
 */

/**
 * A frame says where the canvas stands: a world coordinate (see model/shapes) becomes canvas pixels by
 * `x * scale - left`, `y * scale - top`; `box` is what it covers in world units,
 * `view` the part of it that can be seen (canvas pixels), `ratio` device pixels per pixel.
 */
export function createCanvasLayer(paint, { pane, padding = 0.1, onPainted = null }) {
  const { L } = globalThis;
  const Layer = L.Renderer.extend({
    options: { pane, padding },

    _initContainer() {
      this._container = document.createElement("canvas");
      this._container.setAttribute("aria-hidden", "true");
      this._context = this._container.getContext("2d");
    },

    _destroyContainer() {
      cancelAnimationFrame(this._request);
      this._container.remove();
      delete this._context;
    },

    _updatePaths() {},

    _update() {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
      const canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      if (canvas.width !== size.x * ratio || canvas.height !== size.y * ratio) {
        canvas.width = size.x * ratio;
        canvas.height = size.y * ratio;
        canvas.style.width = `${size.x}px`;
        canvas.style.height = `${size.y}px`;
      }
      this.repaint();
    },

    /** Paints now; `requestRepaint` at most once per screen frame. */
    repaint() {
      if (!this._context || !this._bounds) return;
      const frame = this.frame();
      const context = this._context;
      context.setTransform(frame.ratio, 0, 0, frame.ratio, 0, 0);
      context.clearRect(0, 0, frame.width, frame.height);
      paint(context, frame);
      onPainted?.();
    },

    requestRepaint() {
      cancelAnimationFrame(this._request);
      this._request = requestAnimationFrame(() => this.repaint());
    },

    frame() {
      const size = this._bounds.getSize();
      const zoom = this._zoom;
      const scale = 2 ** zoom;
      const origin = this._map.getPixelOrigin();
      const left = origin.x + this._bounds.min.x;
      const top = origin.y + this._bounds.min.y;
      const box = [left / scale, top / scale, (left + size.x) / scale, (top + size.y) / scale];
      const ratio = Math.min(globalThis.devicePixelRatio || 1, 2);
      const corner = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min);
      const whole = this._map.getSize();
      const view = [corner.x, corner.y, corner.x + whole.x, corner.y + whole.y];
      return { scale, zoom, left, top, width: size.x, height: size.y, box, view, ratio };
    },
  });
  return new Layer();
}
