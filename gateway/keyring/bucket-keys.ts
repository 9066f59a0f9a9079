/** Hands out both halves of the vault's bucket keys: the public one to whoever seals, the private one to whoever opens. */
import type { BucketIdentities, BucketRecipients, KeyPlace } from '../core/ports.ts'
import type { Secret } from '../core/secret.ts'
import type { Bucket } from '../core/vault/object.ts'
import { recipientOfSecret } from '../core/vault/x25519.ts'
import { placeId } from './key-place.ts'
import type { Keyring } from './keyring.ts'

export interface BucketKeys extends BucketRecipients, BucketIdentities {
  /** Every bucket that has a key, also where nothing was sealed to it in the end. */
  buckets(): readonly Bucket[]
}

/** Recipients kept: more than the buckets that receive on one day. */
const maxCached = 1000

/**
 * A bucket's key is 32 random bytes under the epoch key, used as an X25519 secret; its public half follows from it. No
 * private half is kept here, and the public ones are dropped whenever a key was destroyed: then a bucket's identity is
 * null, and a file that still arrives for it gets a new key.
 */
export function createBucketKeys(keyring: Keyring): BucketKeys {
  let recipients = new Map<string, string>()
  let generation = keyring.generation

  const identityOf = (bucket: Bucket): Secret | null => keyring.keyIfAny(bucketPlace(bucket))
  const remembered = () => {
    if (generation !== keyring.generation || recipients.size > maxCached) {
      recipients = new Map()
      generation = keyring.generation
    }
    return recipients
  }

  return {
    identityOf,
    recipientOf(bucket) {
      const place = bucketPlace(bucket)
      const known = remembered().get(placeId(place))
      if (known !== undefined) return known
      keyring.ensure([place])
      const secret = identityOf(bucket)
      // `ensure` made it just now, in the same turn of the event loop.
      if (secret === null) throw new Error('a key that was made is missing')
      const recipient = recipientOfSecret(secret)
      secret.destroy()
      recipients.set(placeId(place), recipient)
      return recipient
    },
    buckets: () =>
      keyring.places().flatMap(({ place }) => {
        return place.kind === 'bucket'
          ? [{ source: place.source, class: place.bucketClass, period: place.period }]
          : []
      }),
  } satisfies BucketKeys
}

/** Where the key of a bucket lies in the keyring. */
export function bucketPlace(bucket: Bucket): Extract<KeyPlace, { kind: 'bucket' }> {
  return { kind: 'bucket', source: bucket.source, bucketClass: bucket.class, period: bucket.period }
}
