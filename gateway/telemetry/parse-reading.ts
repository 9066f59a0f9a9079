/** Checks a telemetry message by its schema, and what is said again and again only once. */
import { type Reading, readingSchema } from '../core/telemetry/reading.ts'

/** The series of the last reading that was taken, in their order. */
export interface KnownShape {
  names: readonly string[]
}

/** What is checked in the place of values that are known to be right: one number under one name. */
const sample = { a: 0 }

export interface ParsedReading {
  reading: Reading
  /** How many values. */
  size: number
  /** True where the series are those of the reading before. */
  isUsual: boolean
}

/**
 * Null where it is no reading. A device sends the same series each time, so their names are put to the schema when they
 * differ from the shape; the rest of the message, and that every value is a finite number, is checked always.
 */
export function parseReading(payload: Buffer, shape: Readonly<KnownShape>): ParsedReading | null {
  let message: unknown
  try {
    message = JSON.parse(payload.toString('utf8'))
  } catch {
    return null
  }
  const values = valuesOf(message)
  if (values !== null && isUsual(values, shape.names)) {
    const rest = readingSchema.safeParse({ ...(message as object), values: sample })
    return rest.success
      ? { reading: { ...rest.data, values }, size: shape.names.length, isUsual: true }
      : null
  }
  const result = readingSchema.safeParse(message)
  if (!result.success) return null
  return { reading: result.data, size: Object.keys(result.data.values).length, isUsual: false }
}

function valuesOf(message: unknown): Record<string, number> | null {
  if (typeof message !== 'object' || message === null || !('values' in message)) return null
  const { values } = message
  return typeof values === 'object' && values !== null && !Array.isArray(values)
    ? (values as Record<string, number>)
    : null
}

function isUsual(values: Record<string, unknown>, names: readonly string[]): boolean {
  let index = 0
  for (const name in values) {
    // JSON has no NaN, but 1e999 becomes infinite.
    if (name !== names[index++] || !Number.isFinite(values[name])) return false
  }
  return index === names.length && index > 0
}
