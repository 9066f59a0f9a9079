/** Names the keys that live under the epoch key, so that each can be asked for, listed and destroyed by its place. */
import { z } from 'zod'
import { GatewayError } from '../core/errors.ts'
import type { KeyPlace } from '../core/ports.ts'
import { vaultClasses } from '../core/vault/object.ts'

const period = z
  .string()
  .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
  .describe('a year, month or day in UTC: 2026, 2026-11, 2026-11-22')
const name = z.string().min(1).max(200)

const keyPlaceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('hmac'), purpose: z.enum(['blind-index', 'token']), scope: name, period }),
  z.strictObject({ kind: z.literal('column'), columnClass: name, period }),
  z.strictObject({ kind: z.literal('bucket'), source: name, bucketClass: z.enum(vaultClasses), period }),
  z.strictObject({
    kind: z.literal('original'),
    period: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}T\d{2}$/)
      .describe('an hour in UTC: 2026-11-22T09'),
  }),
])

export const storedKeySchema = z.strictObject({
  place: keyPlaceSchema,
  createdAt: z.number(),
  key: z.base64().length(44),
})

/** A place as one string, the same for the same place. */
export function placeId(place: KeyPlace): string {
  switch (place.kind) {
    case 'hmac':
      return JSON.stringify(['hmac', place.purpose, place.scope, place.period])
    case 'column':
      return JSON.stringify(['column', place.columnClass, place.period])
    case 'bucket':
      return JSON.stringify(['bucket', place.source, place.bucketClass, place.period])
    case 'original':
      return JSON.stringify(['original', place.period])
  }
}

/** Throws INTERNAL where a caller asks for a key by a name that could never be swept. */
export function assertPlace(place: KeyPlace): void {
  if (keyPlaceSchema.safeParse(place).success) return
  throw new GatewayError('INTERNAL', { where: 'keyring', problem: 'key-place', kind: place.kind })
}
