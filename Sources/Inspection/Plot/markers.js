// The markers of the points. A path per point would be too slow for thousands of them, so a marker
// is drawn once for each look and then stamped. Very many points are dots, written into an image
// pixel by pixel.

/**
 * Traces the outline of a marker around (x, y). Groups after the eighth reuse the colours with
 * other shapes.
 */
function traceMarker(target, shape, x, y, r) {
  target.beginPath();
  if (shape === 1) target.rect(x - r * 0.86, y - r * 0.86, r * 1.72, r * 1.72);
  else if (shape === 2) polygon(target, x, y, r * 1.3, 3, -Math.PI / 2);
  else if (shape === 3) polygon(target, x, y, r * 1.25, 4, 0);
  else target.arc(x, y, r, 0, 2 * Math.PI);
}

function polygon(target, x, y, r, corners, turn) {
  for (let k = 0; k < corners; k++) {
    const angle = turn + (k * 2 * Math.PI) / corners;
    target.lineTo(x + r * Math.cos(angle), y + r * Math.sin(angle));
  }
  target.closePath();
}

const shapeOf = (style) => (chosen.byGroup && style >= 0 ? Math.floor(style / 8) % 4 : 0);

/** The marker images, by look and size. */
const sprites = new Map();

function sprite(style, radius, ratio) {
  const key = `${chosen.byGroup} ${style} ${radius} ${ratio}`;
  if (!sprites.has(key)) {
    const image = document.createElement("canvas");
    image.width = image.height = Math.ceil((radius * 1.4 + 1.5) * ratio) * 2;
    const target = image.getContext("2d");
    const middle = image.width / 2;
    traceMarker(target, shapeOf(style), middle, middle, radius * ratio);
    target.fillStyle = styleColour(style);
    target.fill();
    target.strokeStyle = theme.background;
    target.lineWidth = 0.8 * ratio;
    target.stroke();
    sprites.set(key, image);
  }
  return sprites.get(key);
}

function stampMarkers(points, radius, ratio) {
  context.globalAlpha = 0.9;
  context.setTransform(1, 0, 0, 1, 0, 0); // sprites are in device pixels
  for (const i of points) {
    const image = sprite(styleOf(i), radius, ratio);
    const half = image.width / 2;
    context.drawImage(image, Math.round(toPixelX(grid.x[i]) * ratio - half), Math.round(toPixelY(grid.y[i]) * ratio - half));
  }
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.globalAlpha = 1;
}

/**
 * Returns the pixels of a dot: their offsets from its centre in the image, and their opacities,
 * from 0 to 255.
 */
function dotMask(radius, width) {
  const offsets = [];
  const opacities = [];
  const reach = Math.ceil(radius);
  for (let dy = -reach; dy <= reach; dy++) {
    for (let dx = -reach; dx <= reach; dx++) {
      const coverage = Math.min(1, radius + 0.5 - Math.hypot(dx, dy));
      if (coverage <= 0) continue;
      offsets.push((dy * width + dx) * 4);
      opacities.push(Math.round(coverage * 190));
    }
  }
  return { offsets, opacities };
}

const dots = document.createElement("canvas");

/**
 * Draws the points as dots. Points outside of the frame may be clipped, but none may be outside of
 * the canvas.
 */
function stampDots(points, radius, ratio) {
  [dots.width, dots.height] = [context.canvas.width, context.canvas.height];
  const target = dots.getContext("2d");
  const image = target.createImageData(dots.width, dots.height);
  const pixels = image.data;
  const { offsets, opacities } = dotMask(radius * ratio, dots.width);
  const colours = new Map();
  for (const i of points) {
    const style = styleOf(i);
    if (!colours.has(style)) colours.set(style, channels(styleColour(style)));
    const [red, green, blue] = colours.get(style);
    const middle = (Math.round(toPixelY(grid.y[i]) * ratio) * dots.width + Math.round(toPixelX(grid.x[i]) * ratio)) * 4;
    for (let k = 0; k < offsets.length; k++) {
      // Blend the dot over the pixel; both may be partly transparent.
      const at = middle + offsets[k];
      const above = opacities[k];
      const opacity = above + (pixels[at + 3] * (255 - above)) / 255;
      const share = above / opacity;
      pixels[at] += (red - pixels[at]) * share;
      pixels[at + 1] += (green - pixels[at + 1]) * share;
      pixels[at + 2] += (blue - pixels[at + 2]) * share;
      pixels[at + 3] = opacity;
    }
  }
  target.putImageData(image, 0, 0);
  context.drawImage(dots, 0, 0, view.width, view.height);
}
