/** Hands out both halves of the keys that originals of one hour are locked with; a sweep destroys them with their hour. */
import type { KeyPlace } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import { recipientOfSecret } from '../core/vault/x25519.ts'
import type { Keyring } from './keyring.ts'

export interface OriginalKeys {
  /** The age recipient of an hour; made, durably, when first asked for. Throws KEYRING_UNWRITABLE. */
  recipientOf(hour: string): string
  /** Null where it was destroyed or never was. */
  identityOf(hour: string): Secret | null
  /** Those that have a key. */
  hours(): readonly string[]
}

/** Nothing is remembered: a key that was destroyed must not be sealed to any more. */
export function createOriginalKeys(keyring: Keyring): OriginalKeys {
  const identityOf = (hour: string) => keyring.keyIfAny(originalKeyPlace(hour))
  return {
    identityOf,
    recipientOf(hour) {
      keyring.ensure([originalKeyPlace(hour)])
      const secret = identityOf(hour)
      // `ensure` made it just now, in the same turn of the event loop.
      if (secret === null) throw new Error('a key that was made is missing')
      const recipient = recipientOfSecret(secret)
      secret.destroy()
      return recipient
    },
    hours: () => keyring.places().flatMap(({ place }) => (place.kind === 'original' ? [place.period] : [])),
  } satisfies OriginalKeys
}

export function originalKeyPlace(hour: string): Extract<KeyPlace, { kind: 'original' }> {
  return { kind: 'original', period: hour }
}
