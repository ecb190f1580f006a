/** One line of the table: a number, what it is held against, and whether that is enough. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work done barely, in the same run and unit. */
  readonly floor: number | null;
  /** `value / floor`, where the two are of the same kind. */
  readonly ratio: number | null;
  /** The most that is allowed: of the ratio where there is one, else of the value. Null where the row only tells. */
  readonly goal: number | null;
  readonly met: boolean | null;
}

interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
}

/** A row whose goal, if it has one, is a ratio to the floor. */
export function againstFloor(measured: Measured, floor: number, goal: number | null = null): Row {
  const ratio = measured.value / floor;
  return { ...measured, floor, ratio, goal, met: goal === null ? null : ratio <= goal };
}

/** A row whose goal, if it has one, is a value; a floor is told beside it where there is one. */
export function byValue(measured: Measured, goal: number | null = null, floor: number | null = null): Row {
  return { ...measured, floor, ratio: null, goal, met: goal === null ? null : measured.value <= goal };
}
