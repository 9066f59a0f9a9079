/** Computes in the field of 256 elements that SLIP-0039 shares secrets in, in a time that does not depend on them. */

/** x⁸ + x⁴ + x³ + x + 1 (SLIP-0039, "Shamir's secret sharing scheme"; FIPS 197 §4.2). */
const reduction = 0x11b

/** Without tables and branches, which would show in caches and times what is multiplied. */
export function multiply(left: number, right: number): number {
  let product = 0
  let shifted = left
  for (let bit = 0; bit < 8; bit++) {
    product ^= shifted & -((right >> bit) & 1)
    shifted = (shifted << 1) ^ (reduction & -((shifted >> 7) & 1))
  }
  return product
}

/** The power of 254, by Fermat's theorem; of 0 it is 0. */
function inverse(value: number): number {
  let result = 1
  let square = value
  for (let bit = 1; bit < 8; bit++) {
    square = multiply(square, square)
    result = multiply(result, square)
  }
  return result
}

export interface Point {
  /** Known to everybody. */
  x: number
  /** Secret; of one length for all points. */
  y: Uint8Array
}

/** The value at `x` of the polynomial of least degree through the points, byte by byte (Lagrange). */
export function interpolate(points: readonly Point[], x: number): Buffer {
  const result = Buffer.alloc(points[0]?.y.length ?? 0)
  for (const point of points) {
    let factor = 1
    for (const other of points)
      if (other !== point) factor = multiply(factor, multiply(x ^ other.x, inverse(point.x ^ other.x)))
    for (let at = 0; at < result.length; at++) result[at]! ^= multiply(point.y[at]!, factor)
  }
  return result
}
