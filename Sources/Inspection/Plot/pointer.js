// Mouse, touch and keyboard input on the plot: pan, zoom, pinch, hover, select.

const tip = document.getElementById("tip");
const status = document.getElementById("status");
const number = new Intl.NumberFormat("en");

/** Returns the point nearest to a pixel, or -1 if none is within reach. */
function pointAt(px, py, reach) {
  let nearest = -1;
  let best = reach * reach;
  somePointIn(px - reach, py - reach, px + reach, py + reach, (i) => {
    if (!isForemost(i)) return;
    const distance = (toPixelX(grid.x[i]) - px) ** 2 + (toPixelY(grid.y[i]) - py) ** 2;
    // Among points at the same position, choose the most frequent.
    if (distance < best || (distance === best && i < nearest)) {
      best = distance;
      nearest = i;
    }
  });
  return nearest;
}

function describe(i) {
  const lines = hasCounts ? [`seen ${number.format(counts[i])} ${counts[i] === 1 ? "time" : "times"}`] : [];
  if (groups[i] >= 0) lines.push(groupNames[groups[i]]);
  return lines;
}

function hover(i, px, py) {
  if (i !== chosen.hovered) {
    chosen.hovered = i;
    canvas.classList.toggle("pointing", i >= 0);
    redraw();
  }
  tip.hidden = i < 0;
  if (i < 0) return;
  const word = document.createElement("strong");
  word.dir = "auto";
  word.textContent = words[i];
  const lines = describe(i).map((text) => {
    const element = document.createElement("span");
    element.textContent = text;
    return element;
  });
  tip.replaceChildren(word, ...lines);
  const left = px + 16 + tip.offsetWidth > view.width ? px - 12 - tip.offsetWidth : px + 16;
  const top = Math.min(view.height - tip.offsetHeight - 4, Math.max(4, py + 14));
  tip.style.left = `${Math.max(0, left)}px`;
  tip.style.top = `${top}px`;
}

/** The pointers that are down, by id, and the distance that the first has moved. */
const down = new Map();
let travelled = 0;

const place = (event) => {
  const box = canvas.getBoundingClientRect();
  return { x: event.clientX - box.left, y: event.clientY - box.top };
};

canvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  down.set(event.pointerId, place(event));
  if (down.size === 1) travelled = 0;
  canvas.setPointerCapture(event.pointerId);
  stopGliding();
});

canvas.addEventListener("pointermove", (event) => {
  const now = place(event);
  const before = down.get(event.pointerId);
  if (!before) {
    hover(isInFrame(now.x, now.y) ? pointAt(now.x, now.y, 14) : -1, now.x, now.y);
    return;
  }
  travelled += Math.hypot(now.x - before.x, now.y - before.y);
  if (travelled > 3) {
    hover(-1);
    canvas.classList.add("dragging");
  }
  const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
  if (other) {
    const spread = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
    panBy((now.x - before.x) / 2, (now.y - before.y) / 2);
    zoomAt((now.x + other.x) / 2, (now.y + other.y) / 2, spread);
  } else {
    panBy(now.x - before.x, now.y - before.y);
  }
  down.set(event.pointerId, now);
  redraw();
});

function release(event) {
  if (!down.delete(event.pointerId)) return;
  canvas.classList.remove("dragging");
  if (event.type === "pointerup" && down.size === 0 && travelled <= 3) {
    const { x, y } = place(event);
    chosen.selected = pointAt(x, y, 14);
    hover(chosen.selected, x, y);
    redraw();
  }
}

canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("pointerleave", () => hover(-1));

canvas.addEventListener("wheel", (event) => {
  event.preventDefault();
  stopGliding();
  const unit = [1, 30, 300][event.deltaMode];
  // A pinch on a touch pad arrives as a wheel event with the control key, in smaller steps.
  const factor = Math.exp(-event.deltaY * unit * (event.ctrlKey ? 0.01 : 0.0018));
  const { x, y } = place(event);
  zoomAt(x, y, Math.min(4, Math.max(0.25, factor)));
  hover(-1);
  redraw();
}, { passive: false });

canvas.addEventListener("dblclick", (event) => {
  const { x, y } = place(event);
  zoomAt(x, y, event.shiftKey ? 0.5 : 2);
  redraw();
});

const keys = {
  "+": () => zoomAtCenter(1.4),
  "=": () => zoomAtCenter(1.4),
  "-": () => zoomAtCenter(1 / 1.4),
  "0": () => reset(),
  ArrowLeft: () => panBy(60, 0),
  ArrowRight: () => panBy(-60, 0),
  ArrowUp: () => panBy(0, 60),
  ArrowDown: () => panBy(0, -60),
  Escape: () => select(-1),
};

canvas.addEventListener("keydown", (event) => {
  if (!keys[event.key] || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  keys[event.key]();
  redraw();
});

let gliding = 0;

function stopGliding() {
  cancelAnimationFrame(gliding);
}

/**
 * Moves the view to another in a third of a second, or at once if the reader prefers reduced
 * motion.
 */
function glideTo(target) {
  stopGliding();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
    Object.assign(view, target);
    redraw();
    return;
  }
  const from = { ...view };
  const began = performance.now();
  const step = (now) => {
    const time = Math.min(1, Math.max(0, (now - began) / 330));
    const part = time * time * (3 - 2 * time);
    for (const key of ["centerX", "centerY"]) view[key] = from[key] + part * (target[key] - from[key]);
    view.scale = time === 1 ? target.scale : from.scale * (target.scale / from.scale) ** part;
    draw();
    if (time < 1) gliding = requestAnimationFrame(step);
  };
  gliding = requestAnimationFrame(step);
}

/** Shows everything, as at the start. */
function reset() {
  chosen.isolated = null;
  select(-1);
  updateLegend();
  glideTo(wholeView());
}

/**
 * Selects a point and moves it to the centre, zooming in if the whole was visible; -1 selects none.
 */
function select(i) {
  chosen.selected = i;
  hover(-1);
  redraw();
  if (i < 0) return;
  if (!isForemost(i)) {
    chosen.isolated = null;
    updateLegend();
  }
  const scale = Math.max(view.scale, view.wholeScale * (words.length > 300 ? 4 : 1.5));
  glideTo({ centerX: grid.x[i], centerY: grid.y[i], scale });
  status.textContent = `${words[i]}: ${describe(i).join(", ")}`;
}
