/** Takes originals from a worker, each checked on its own: what a client wrote stands in them, and costs that one at most. */
import { z } from 'zod'
import { type OriginalKeeper, originalFacts, sealedOriginal, whyNotKept } from '../core/original/original.ts'
import { fromBase64 } from '../core/worker/bytes.ts'
import type { ToControl } from '../core/worker/to-control.ts'
import type { CrewPorts } from './ports.ts'

const handedOver = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('original'), facts: originalFacts, sealed: sealedOriginal }),
  z.strictObject({ kind: z.literal('original-left'), facts: originalFacts, why: z.enum(whyNotKept) }),
])

export function takeOriginal(
  message: Extract<ToControl, { kind: 'original' | 'original-left' }>,
  { originals, log }: Pick<CrewPorts, 'log'> & { originals: OriginalKeeper },
): void {
  const read = handedOver.safeParse(message)
  if (!read.success) {
    log.event('original.not-kept', {})
    return
  }
  const { data } = read
  if (data.kind === 'original-left') {
    originals.leave(data.facts, data.why)
    return
  }
  const { header, payload, mark } = data.sealed
  originals.keep(data.facts, { header: fromBase64(header), payload: fromBase64(payload), mark })
}
