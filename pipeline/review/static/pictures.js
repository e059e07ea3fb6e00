// Page pictures: fetched once, kept decoded for a while, drawn with the cell marked.

const KEPT = 6; // pages in memory: the item's own, the next ones; some 20 MB each
const MOST_ZOOM = 4.4; // CSS pixels a point: characters of a form are some 45 pixels high
const LEAST_ZOOM = 1.5; // below that small print cannot be read; what does not fit is cut
const kept = new Map();

/** Returns a promise of a page's bitmap; fetched ahead of need when the item before is still shown. */
export function picture(source) {
  const known = kept.get(source);
  if (known) {
    kept.delete(source);
    kept.set(source, known);
    return known;
  }
  const loading = fetch(source, { credentials: "same-origin" }).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.blob();
  }).then(createImageBitmap);
  loading.catch(() => kept.delete(source));
  kept.set(source, loading);
  while (kept.size > KEPT) {
    const [oldest, bitmap] = kept.entries().next().value;
    kept.delete(oldest);
    bitmap.then((one) => one.close(), () => {});
  }
  return loading;
}

function prepared(canvas, wide, high) {
  const dots = window.devicePixelRatio || 1;
  canvas.width = Math.round(wide * dots);
  canvas.height = Math.round(high * dots);
  canvas.style.width = `${wide}px`;
  canvas.style.height = `${high}px`;
  const pen = canvas.getContext("2d");
  pen.setTransform(dots, 0, 0, dots, 0, 0);
  pen.imageSmoothingQuality = "high";
  return pen;
}

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function trace(pen, corners, at) {
  pen.beginPath();
  corners.forEach((corner, number) => pen[number ? "lineTo" : "moveTo"](...at(corner)));
  pen.closePath();
}

/** Draws the surroundings of a cell, as large as they fit, the cell framed and the rest a little paler. */
export function drawCrop(canvas, bitmap, page, cell, others) {
  const wide = canvas.parentElement.clientWidth;
  const high = canvas.parentElement.clientHeight;
  const pen = prepared(canvas, wide, high);
  const bound = boundOf(cell, page);
  const fits = Math.min(MOST_ZOOM, (wide * 0.8) / bound.wide, (high * 0.66) / bound.high);
  const zoom = Math.max(fits, Math.min(LEAST_ZOOM, (wide * 0.96) / bound.wide));
  const left = bound.wide * zoom > wide * 0.96 ? bound.x - 6 : bound.x + bound.wide / 2 - wide / 2 / zoom;
  const top = bound.high * zoom > high * 0.96 ? bound.y - 6 : bound.y + bound.high / 2 - high / 2 / zoom;
  const at = ([x, y]) => [(x * page.width - left) * zoom, (y * page.height - top) * zoom];
  pen.fillStyle = colour("--desk");
  pen.fillRect(0, 0, wide, high);
  const [x, y] = at([0, 0]);
  pen.drawImage(bitmap, x, y, page.width * zoom, page.height * zoom);
  if (!cell.corners.length) return;
  veil(pen, cell, at, wide, high);
  pen.lineWidth = 1;
  pen.strokeStyle = colour("--mark-faint");
  for (const other of others) {
    trace(pen, other.corners, at);
    pen.stroke();
  }
  pen.lineWidth = 3;
  pen.strokeStyle = colour("--mark");
  trace(pen, cell.corners, at);
  pen.stroke();
}

function veil(pen, cell, at, wide, high) {
  trace(pen, cell.corners, at);
  pen.rect(0, 0, wide, high);
  pen.fillStyle = "rgba(250, 248, 243, 0.42)";
  pen.fill("evenodd");
}

/** Draws a whole page into the width that there is, with the row's cells framed. */
export function drawPage(canvas, bitmap, page, cell, others, wide) {
  const high = Math.round((wide * page.height) / page.width);
  const pen = prepared(canvas, wide, high);
  const at = ([x, y]) => [x * wide, y * high];
  pen.drawImage(bitmap, 0, 0, wide, high);
  pen.fillStyle = colour("--mark-wash");
  pen.strokeStyle = colour("--mark-faint");
  for (const other of others) {
    trace(pen, other.corners, at);
    pen.stroke();
  }
  if (!cell?.corners.length) return high;
  pen.lineWidth = 2.5;
  pen.strokeStyle = colour("--mark");
  trace(pen, cell.corners, at);
  pen.fill();
  pen.stroke();
  return Math.min(...cell.corners.map((corner) => corner[1])) * high;
}

function boundOf(cell, page) {
  if (!cell.corners.length) return { x: 0, y: 0, wide: page.width, high: page.height / 3 };
  const across = cell.corners.map((corner) => corner[0] * page.width);
  const down = cell.corners.map((corner) => corner[1] * page.height);
  const [x, y] = [Math.min(...across), Math.min(...down)];
  return { x, y, wide: Math.max(1, Math.max(...across) - x), high: Math.max(1, Math.max(...down) - y) };
}
