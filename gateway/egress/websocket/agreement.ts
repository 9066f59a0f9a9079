/** Agrees with each side on compression by itself (RFC 6455 §9.1, RFC 7692 §5): what one has, the other need not have. */
import { Deflate, type DeflateBounds } from './deflate.ts'
import { type DeflateOffer, type DeflateParameters, deflateName, extension } from './framing.ts'

/** As Chromium asks: whatever the destination wants of our window is taken. */
const ourOffer = `${deflateName}; client_max_window_bits`

/** What the client's `Sec-WebSocket-Extensions` offers of compression; null where the field cannot be read. */
export function offersIn(field: string): readonly DeflateOffer[] | null {
  if (field === '') return []
  try {
    return extension.parse(field)[deflateName] ?? []
  } catch {
    return null
  }
}

/** What the destination is offered: compression, where the client asks for it too. Null: nothing. */
export function offerTo(clientOffers: readonly DeflateOffer[]): string | null {
  return clientOffers.length === 0 ? null : ourOffer
}

/** What a destination's answer means: compressed, not compressed, or nothing that it was offered. */
export type DestinationAnswer = { ok: true; deflate: Deflate | null } | { ok: false }

/** RFC 6455 §4.1: an extension that was not asked for fails the connection, and so does a parameter that is none. */
export function readAnswer(field: string, isOffered: boolean, bounds: DeflateBounds): DestinationAnswer {
  if (field === '') return { ok: true, deflate: null }
  if (!isOffered) return { ok: false }
  const deflate = new Deflate('client', bounds)
  try {
    const { [deflateName]: answers, ...others } = extension.parse(field)
    if (answers?.length !== 1 || Object.keys(others).length > 0) return { ok: false }
    deflate.agree(deflate.accept(answers), 'client')
    return { ok: true, deflate }
  } catch {
    return { ok: false }
  }
}

/** The first of a client's offers that can be kept (RFC 7692 §5.1), and the field that says so; null where none can. */
export function answerTo(
  offers: readonly DeflateOffer[],
  bounds: DeflateBounds,
): { deflate: Deflate; field: string } | null {
  for (const offer of offers) {
    const deflate = new Deflate('server', bounds)
    const agreed = tryAccept(deflate, offer)
    if (agreed === null) continue
    const field = extension.format({ [deflateName]: [agreed] })
    deflate.agree(agreed, 'server')
    return { deflate, field }
  }
  return null
}

function tryAccept(deflate: Deflate, offer: DeflateOffer): DeflateParameters | null {
  try {
    // It reads what it is given in place.
    return deflate.accept([{ ...offer }])
  } catch {
    return null
  }
}
