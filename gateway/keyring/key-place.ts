/** Names the keys that live under the epoch key, so that each can be asked for, listed and destroyed by its place. */
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import type { HmacPurpose } from '../core/ports.ts'

const period = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
  .describe('a year, month or day in UTC: 2026, 2026-11, 2026-11-22')
const name = z.string().min(1).max(200)

const keyPlaceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hmac'), purpose: z.enum(['blind-index', 'token']), scope: name, period }),
  z.strictObject({ kind: z.literal('column'), columnClass: name, period }),
])

export const storedKeySchema = z.strictObject({
  place: keyPlaceSchema,
  createdAt: z.number(),
  key: z.base64().length(44),
})

/** Where a key belongs: its use and its period. Two keys never share a place. */
export type KeyPlace =
  | { kind: 'hmac'; purpose: HmacPurpose; scope: string; period: string }
  | { kind: 'column'; columnClass: string; period: string }

/** A place as one string, the same for the same place. */
export function placeId(place: KeyPlace): string {
  return place.kind === 'hmac'
    ? JSON.stringify(['hmac', place.purpose, place.scope, place.period])
    : JSON.stringify(['column', place.columnClass, place.period])
}

/** Throws INTERNAL where a caller asks for a key by a name that could never be swept. */
export function assertPlace(place: KeyPlace): void {
  if (keyPlaceSchema.safeParse(place).success) return
  throw new GatewayError('INTERNAL', { where: 'keyring', problem: 'key-place', kind: place.kind })
}
