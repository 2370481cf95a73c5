// The frame: grid lines, ticks, and axis titles with the variance explained.

const tickFont = '12px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';
const axisFont = '13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const ticksX = () => ticks(toPlaneX(frame.left), toPlaneX(frame.right), Math.max(3, frame.width / 110));
const ticksY = () => ticks(toPlaneY(frame.bottom), toPlaneY(frame.top), Math.max(3, frame.height / 80));

function line(x0, y0, x1, y1) {
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Moves a line to the middle of a pixel, where it is drawn sharply. */
const sharp = (pixel) => Math.round(pixel - 0.5) + 0.5;

function drawGrid() {
  context.lineWidth = 1;
  for (const { value } of ticksX()) {
    context.strokeStyle = value === 0 ? theme.edge : theme.grid;
    const px = sharp(toPixelX(value));
    line(px, frame.top, px, frame.bottom);
  }
  for (const { value } of ticksY()) {
    context.strokeStyle = value === 0 ? theme.edge : theme.grid;
    const py = sharp(toPixelY(value));
    line(frame.left, py, frame.right, py);
  }
}

function drawTicks() {
  context.strokeStyle = theme.edge;
  context.lineWidth = 1;
  context.strokeRect(sharp(frame.left), sharp(frame.top), Math.round(frame.width), Math.round(frame.height));

  context.fillStyle = theme.muted;
  context.font = tickFont;
  context.textBaseline = "top";
  context.textAlign = "center";
  for (const { value, text } of ticksX()) {
    const px = toPixelX(value);
    if (px > frame.left + 8 && px < frame.right - 8) context.fillText(text, px, frame.bottom + 7);
  }
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const { value, text } of ticksY()) {
    const py = toPixelY(value);
    if (py > frame.top + 6 && py < frame.bottom - 6) context.fillText(text, frame.left - 8, py);
  }
}

function drawAxisTitles() {
  context.fillStyle = theme.ink;
  context.font = axisFont;
  context.textAlign = "center";
  context.textBaseline = "alphabetic";
  context.fillText(data.axes[chosen.axisX].title, frame.left + frame.width / 2, view.height - 12);
  context.save();
  context.translate(16, frame.top + frame.height / 2);
  context.rotate(-Math.PI / 2);
  context.fillText(data.axes[chosen.axisY].title, 0, 0);
  context.restore();
}
