/** Hands over what a request was before its body was changed, sealed to the owner; the exchange does not wait for it. */
import {
  isReadWhole,
  mayBeKept,
  mostSealedBytes,
  type OriginalFacts,
  type OriginalTerms,
  originalNote,
  type SealedOriginal,
  type WhyNotKept,
} from '../core/original/original.ts'
import { sealOriginal } from '../core/original/seal.ts'
import type { EntityType } from '../core/pii/entity.ts'
import { journalHost } from '../core/policy/journal-host.ts'
import { templateOf } from '../core/policy/target-template.ts'
import type { Judgement } from '../core/policy/verdict.ts'
import { judgementOf, type Passable } from './inspected.ts'
import { outgoingFields } from './outgoing.ts'
import type { Understood } from './steps.ts'
import type { Way } from './way.ts'

/** The note of the journal; null where nothing of it was to be kept. */
export function keepOriginal(way: Way, understood: Understood, inspected: Passable): string | null {
  const { originals: terms } = way.egress.options
  const { originals: keeper } = way.egress.ports
  const { original: body } = inspected
  if (terms === null || keeper === undefined || body === undefined) return null
  const judgement = judgementOf(inspected)
  const facts = factsOf(way, understood, { bytes: body.length, judgement })
  const isWhole = isReadWhole(inspected.notes, judgement.looked)
  const why = isWhole ? whyNot(way, facts, terms) : 'unread'
  const sealed = why ?? sealedOf(way, understood, { body, terms })
  if (typeof sealed !== 'string') return originalNote(keeper.keep(facts, sealed) ? null : 'no-room')
  keeper.leave(facts, sealed)
  return originalNote(sealed)
}

function whyNot({ egress }: Way, { types, bytes }: OriginalFacts, terms: OriginalTerms): WhyNotKept | null {
  if (!mayBeKept(types, egress.ports.policy.current().neverAllowed)) return 'never'
  return bytes > terms.maxBodyBytes ? 'too-long' : null
}

/** Here and not with control, which never sees what was sent; or why it cannot be sealed. */
function sealedOf(
  { egress }: Way,
  { head, place }: Understood,
  { body, terms }: { body: Buffer; terms: OriginalTerms },
): SealedOriginal | WhyNotKept {
  const { scheme, host, port, hostField } = place
  const { method, target } = head
  const { random, fault } = egress.ports
  // What the gateway says of itself on the way is no part of what the client said.
  const fields = outgoingFields(head.fields, { host: hostField, via: null, gpc: false })
  try {
    const content = { scheme, host, port, method, target, fields, body }
    const sealed = sealOriginal(content, { recipient: terms.recipient, random })
    return sealed.payload.length > mostSealedBytes ? 'too-long' : sealed
  } catch (error) {
    fault('original', error)
    return 'no-room'
  }
}

/** A body that left while it was read was never there whole; asked once it has left. The note; null where nothing of it was changed. */
export function leaveStreamed(way: Way, understood: Understood, inspected: Passable): string | null {
  const { originals: terms } = way.egress.options
  const { originals: keeper } = way.egress.ports
  const { body, changed } = inspected
  if (terms === null || keeper === undefined || !changed || body === null || Buffer.isBuffer(body))
    return null
  const judgement = judgementOf(inspected)
  if (!judgement.findings.some(({ place, operator }) => place === 'body' && operator !== 'keep')) return null
  keeper.leave(factsOf(way, understood, { bytes: way.beginning.counter.bytes, judgement }), 'streamed')
  return originalNote('streamed')
}

/** As the journal has it. */
function factsOf(
  { beginning, connection }: Way,
  { head, place }: Understood,
  { bytes, judgement }: { bytes: number; judgement: Judgement },
): OriginalFacts {
  return {
    id: beginning.id,
    at: beginning.at,
    client: connection.client,
    scheme: place.scheme,
    destination: journalHost(place.host),
    port: place.port,
    method: head.method,
    path: templateOf(head.target),
    types: Object.keys(judgement.findingCounts) as EntityType[],
    bytes,
  }
}
