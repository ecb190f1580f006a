/** The sample that a share of all samples does not exceed; `share` 0.5 is the median. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  const sample = sorted[Math.max(Math.ceil(sorted.length * share) - 1, 0)];
  if (sample === undefined) throw new Error('There is no sample.');
  return sample;
}

export function median(samples: readonly number[]): number {
  return percentile(samples, 0.5);
}
