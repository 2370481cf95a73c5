// Zooms: regions of the map, drawn enlarged on canvases of their own and outlined on the map.

/** The margins of a zoom, which has ticks but no axis titles. */
const zoomMargin = { left: 44, right: 6, top: 6, bottom: 24 };

const zooms = (data.regions ?? []).map(makeZoom);

function makeZoom(region, n) {
  const picture = make("canvas", {});
  const button = make("button", { type: "button", class: "zoom", title: "Show this region on the map" },
    make("span", { class: "number" }, String(n + 1)), make("bdi", { class: "name" }, region.title), picture);
  button.setAttribute("aria-label", `Zoom ${n + 1}: ${region.title}. ${zoomedWords(region)}`);
  button.addEventListener("click", () => glideTo(regionView(region)));
  element("zooms").append(button);
  return { region, first: new Set(region.words), context: picture.getContext("2d"), view: null };
}

/** Says which words a region shows, for readers who do not see it. */
function zoomedWords({ points }) {
  const some = points.slice(0, 30).map((i) => words[i]).join(", ");
  const count = `${number.format(points.length)} ${points.length === 1 ? noun : nouns}`;
  return points.length > 30 ? `${count}, among them ${some}` : `${count}: ${some}`;
}

/** The view of the map that shows a region, with some room around it. */
function regionView({ x, y }) {
  const room = 0.92;
  return {
    centerX: (x[0] + x[1]) / 2,
    centerY: (y[0] + y[1]) / 2,
    scale: room * Math.min(frame.width / (x[1] - x[0]), frame.height / (y[1] - y[0])),
  };
}

/** Regions are parts of the plane of the first two axes. */
const areZoomsShown = () => zooms.length > 0 && chosen.axisX === 0 && chosen.axisY === 1;

/** Adapts the canvas of a zoom to its width. The frame has the proportions of the region. */
function resizeZoom(zoom) {
  const { canvas } = zoom.context;
  const [x, y] = [zoom.region.x, zoom.region.y];
  const width = canvas.clientWidth;
  const scale = Math.max(1, width - zoomMargin.left - zoomMargin.right) / (x[1] - x[0]);
  const height = scale * (y[1] - y[0]) + zoomMargin.top + zoomMargin.bottom;
  canvas.style.height = `${height}px`;
  fitPixels(canvas, width, height);
  zoom.view = {
    width, height, scale, wholeScale: scale, margin: zoomMargin, border: 0, first: zoom.first,
    centerX: (x[0] + x[1]) / 2, centerY: (y[0] + y[1]) / 2,
  };
}

/** Draws with the context and the view of a zoom in place of those of the map. */
function drawZoom(zoom) {
  const map = { context, view };
  ({ context, view } = zoom);
  drawPoints();
  drawTicks();
  ({ context, view } = map);
}

function drawOutline({ x, y }) {
  context.strokeStyle = theme.ink;
  context.lineWidth = 1.5;
  const [left, top] = [sharp(toPixelX(x[0])), sharp(toPixelY(y[1]))];
  context.strokeRect(left, top, Math.round((x[1] - x[0]) * view.scale), Math.round((y[1] - y[0]) * view.scale));
}

/** The place of a region's number, in the corner of its outline or of the part that is visible. */
function numberRect({ x, y }) {
  const left = Math.max(toPixelX(x[0]), frame.left) + 2;
  const top = Math.max(toPixelY(y[1]), frame.top) + 2;
  return { owner: -1, left, top, right: left + 16, bottom: top + labelHeight };
}

function drawNumber(region, n) {
  const { left, right, top, bottom } = numberRect(region);
  context.font = labelFont(600);
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.strokeStyle = theme.background;
  context.lineWidth = 3;
  context.strokeText(String(n + 1), (left + right) / 2, (top + bottom) / 2);
  context.fillStyle = theme.ink;
  context.fillText(String(n + 1), (left + right) / 2, (top + bottom) / 2);
}

if (zooms.length > 0) {
  document.body.classList.add("zoomed");
  const observer = new ResizeObserver(() => {
    if (areZoomsShown()) zooms.forEach(resizeZoom);
    draw();
  });
  observer.observe(element("zooms"));
}
