/** What becomes of a request as it came, where it leaves changed: nothing, unless the owner wants it for some hours. */
import { z } from 'zod'
import { GiB, KiB, MiB } from '../../gateway/core/units.ts'
import { ageRecipient, bytes, count, flag } from '../kinds.ts'

export const originalsSchema = z
  .strictObject({
    enabled: flag()
      .default(false)
      .describe(
        'Whether bodies that leave changed are kept as they came, sealed to the owner alone, so that one can be sent again as it was. Never what holds special categories, secrets, security codes of cards, or what `reviews.never` of the policy names.',
      ),
    recipient: ageRecipient()
      .nullable()
      .default(null)
      .describe(
        'Whose key alone opens them (`gatehouse originals key` makes one); null takes `vault.recipient`. Keep its secret off the box.',
      )
      .meta({ 'x-expected': 'an age recipient: age1…' }),
    hours: count({ min: 1, max: 24 }, 'hours')
      .default(24)
      .describe('How long they are kept at most, counted from the beginning of the hour in which they came.'),
    maxBodyBytes: bytes({ min: KiB, max: 4 * MiB })
      .default(256 * KiB)
      .describe('A longer body is not kept, nor one that is longer than `proxy.limits.holdBytes`.'),
    maxTotalBytes: bytes({ min: MiB, max: 4 * GiB })
      .default(64 * MiB)
      .describe(
        'All of them together, each of proxy.workers an equal part, which takes at least one body of `originals.maxBodyBytes`; beyond it its oldest go first.',
      ),
  })
  .prefault({})
  .describe('Requests as they were before they were changed, for the owner alone.')

interface OriginalsShape {
  proxy: { workers: number }
  originals: z.output<typeof originalsSchema>
  vault: { recipient: string | null }
}

/** Sealed to nobody, nothing could ever be opened; with too small a part for each worker, nothing of some length ever kept. */
export function checkOriginals(
  { originals, proxy, vault }: OriginalsShape,
  context: z.core.$RefinementCtx,
): void {
  if (!originals.enabled) return
  const leastBytes = originals.maxBodyBytes * Math.max(1, proxy.workers)
  if (originals.maxTotalBytes < leastBytes)
    context.addIssue({
      code: 'custom',
      path: ['originals', 'maxTotalBytes'],
      message: `expected at least ${Math.ceil(leastBytes / KiB)}KiB: one body of originals.maxBodyBytes for each of proxy.workers`,
    })
  if ((originals.recipient ?? vault.recipient) !== null) return
  context.addIssue({
    code: 'custom',
    path: ['originals', 'recipient'],
    message: 'expected an age recipient, since originals.enabled is true (gatehouse originals key makes one)',
  })
}
