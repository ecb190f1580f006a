/*
 * Where the approval window comes up. All in device-independent pixels, in which Electron gives displays of any scale
 * factor one common plane; a display to the left of or above the primary one has negative coordinates.
 */

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

const MARGIN = 24;

/** Top right of the display on which the person works, always whole on it. `workAreas` leave out task bars and docks. */
export function placeWindow(size: { width: number; height: number }, cursor: Point, workAreas: readonly Area[]): Area {
  const area = nearest(cursor, workAreas);
  if (area === undefined) return { x: 0, y: 0, ...size };
  return into(area, { ...size, x: area.x + area.width - size.width - MARGIN, y: area.y + MARGIN });
}

/**
 * The same window with another width. Its right edge stays: what is under the pointer must not move. Where there is no
 * room for it, the window stays as it is.
 */
export function widen(window: Area, width: number, workAreas: readonly Area[]): Area {
  const wider = { ...window, x: window.x + window.width - width, width };
  return width <= window.width || workAreas.some((area) => contains(area, wider)) ? wider : window;
}

/** After a display has gone or changed: the same place if it is still whole on some display, else the nearest that is. */
export function backOnScreen(window: Area, workAreas: readonly Area[]): Area {
  if (workAreas.some((area) => contains(area, window))) return window;
  const area = nearest({ x: window.x + window.width / 2, y: window.y + window.height / 2 }, workAreas);
  return area === undefined ? window : into(area, window);
}

function nearest(point: Point, areas: readonly Area[]): Area | undefined {
  return areas.toSorted((one, other) => distance(point, one) - distance(point, other))[0];
}

function distance({ x, y }: Point, area: Area): number {
  return Math.hypot(Math.max(area.x - x, 0, x - (area.x + area.width)), Math.max(area.y - y, 0, y - (area.y + area.height)));
}

function contains(area: Area, { x, y, width, height }: Area): boolean {
  return x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height;
}

/** Whole coordinates: a display of a broken scale factor has others, which Electron does not take. */
function into(area: Area, window: Area): Area {
  const width = Math.min(window.width, Math.floor(area.width));
  const height = Math.min(window.height, Math.floor(area.height));
  return {
    x: Math.round(Math.max(area.x, Math.min(window.x, area.x + area.width - width))),
    y: Math.round(Math.max(area.y, Math.min(window.y, area.y + area.height - height))),
    width,
    height,
  };
}
