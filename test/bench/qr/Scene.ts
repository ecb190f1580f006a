/** Grey values from 0 (black) to 1 (white), row by row; what is done to a picture on its way may leave that range. */
export interface Light {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Where the camera sees the code. */
export interface Placement {
  /** Of the code with its quiet zone, in pixels, where it is not tilted. */
  readonly side: number;
  /** Of its middle, in pixels from the middle of the picture. */
  readonly x: number;
  readonly y: number;
  /** In the plane of the picture, in radians. */
  readonly turn: number;
  /** Out of that plane, in radians, around an axis in this direction. */
  readonly tilt: number;
  readonly tiltAxis: number;
}

type Vector = readonly [number, number, number];

/** Of the camera from the code, in sides of the code. A near camera makes a strong perspective. */
const DISTANCE = 1.8;
/** Samples for a pixel, in each direction. */
const SAMPLES = 3;
const SURROUNDINGS = 0.62;

/** A pinhole camera's picture of a code on a white card, in front of something grey. */
export function photograph(code: readonly (readonly boolean[])[], placement: Placement, width: number, height: number): Light {
  const values = new Float32Array(width * height).fill(SURROUNDINGS);
  const toCard = cardUnder(placement, width, height);
  const size = code.length;
  // A pixel whose middle is so far outside touches no part of the card, however strong the perspective.
  const outside = 0.5 + 4 / placement.side;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [middleU, middleV] = toCard(x + 0.5, y + 0.5);
      if (Math.abs(middleU) > outside || Math.abs(middleV) > outside) continue;
      let sum = 0;
      for (let sample = 0; sample < SAMPLES ** 2; sample += 1) {
        const [u, v] = toCard(x + ((sample % SAMPLES) + 0.5) / SAMPLES, y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES);
        const isDark = code[Math.floor((v + 0.5) * size)]?.[Math.floor((u + 0.5) * size)];
        sum += isDark === undefined ? SURROUNDINGS : isDark ? 0 : 1;
      }
      values[y * width + x] = sum / SAMPLES ** 2;
    }
  return { width, height, values };
}

/** From a place in the picture to one on the card, which reaches from -0.5 to 0.5. */
function cardUnder(
  { side, x, y, turn, tilt, tiltAxis }: Placement,
  width: number,
  height: number,
): (x: number, y: number) => [number, number] {
  const across = tilted([Math.cos(turn), Math.sin(turn), 0], tilt, tiltAxis);
  const down = tilted([-Math.sin(turn), Math.cos(turn), 0], tilt, tiltAxis);
  const focus = side * DISTANCE;
  const middle: Vector = [(x / focus) * DISTANCE, (y / focus) * DISTANCE, DISTANCE];
  // A point (u, v) of the card is at u·across + v·down + middle; the inverse of those three columns leads back from a ray.
  const rows = [cross(down, middle), cross(middle, across), cross(across, down)] as const;
  const [[uX, uY, uZ], [vX, vY, vZ], [scaleX, scaleY, scaleZ]] = rows;
  return (pictureX, pictureY) => {
    const rayX = (pictureX - width / 2) / focus;
    const rayY = (pictureY - height / 2) / focus;
    const scale = scaleX * rayX + scaleY * rayY + scaleZ;
    return [(uX * rayX + uY * rayY + uZ) / scale, (vX * rayX + vY * rayY + vZ) / scale];
  };
}

/** Rodrigues' rotation of a vector of the picture's plane. */
function tilted(vector: Vector, angle: number, axisDirection: number): Vector {
  const axis: Vector = [Math.cos(axisDirection), Math.sin(axisDirection), 0];
  const along = dot(axis, vector) * (1 - Math.cos(angle));
  const aside = cross(axis, vector);
  const part = (place: 0 | 1 | 2): number => vector[place] * Math.cos(angle) + aside[place] * Math.sin(angle) + axis[place] * along;
  return [part(0), part(1), part(2)];
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
