/** Ms since the epoch, to a fraction of one, and comparable between processes. */
export function nowMs(): number {
  return performance.timeOrigin + performance.now();
}
