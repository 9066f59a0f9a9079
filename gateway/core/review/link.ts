/** Names a stopped exchange in a link that nobody else can make: signed by who stopped it, good for one machine and one hour. */
import { Buffer } from 'node:buffer'
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { hourMs } from '../units.ts'

/** Whoever was stopped asks soon, or sends it again and has another link. */
export const linkMs = hourMs

/** The key that one worker signs with. */
export interface LinkSigner {
  /** Its name, in the link; control makes the same key of it. */
  worker: string
  key: Buffer
}

/** `address`: of the machine that was stopped; from another the link is none. */
export interface LinkSubject {
  exchangeId: string
  address: string
}

/** Longer ones are neither links nor tickets. */
export const maxReviewId = 128

const linkForm = /^([0-9a-f]{12}-[0-9a-f]{12})\.([a-z0-9-]{1,32})\.([A-Za-z0-9_-]{22})$/
const markBytes = 16

/** Of the key that control alone has: what one worker knows signs for no other. */
export function workerLinkKey(key: Buffer, worker: string): Buffer {
  return createHmac('sha256', key).update(`gatehouse review links of ${worker}`).digest()
}

export function signLink({ worker, key }: LinkSigner, subject: LinkSubject): string {
  return `${subject.exchangeId}.${worker}.${markOf(key, subject)}`
}

/** The exchange; null for what is forged, for another machine, too old, or of a time that has not come. */
export function readLink(
  link: string,
  { key, address, now }: { key: Buffer; address: string; now: number },
): string | null {
  const [, exchangeId, worker, mark] = linkForm.exec(link) ?? []
  if (exchangeId === undefined || worker === undefined || mark === undefined) return null
  const expected = markOf(workerLinkKey(key, worker), { exchangeId, address })
  // As they are written, of one length by their form: what merely decodes alike is another link.
  if (!timingSafeEqual(Buffer.from(mark), Buffer.from(expected))) return null
  // The clock may have been set meanwhile: back does not make a link live longer.
  const ageMs = now - Number.parseInt(exchangeId.slice(0, 12), 16)
  return ageMs >= 0 && ageMs < linkMs ? exchangeId : null
}

/** Under which a ticket, the short-lived id behind a link, is kept: what is read from the disk opens nothing. */
export function ticketMark(ticket: string): string {
  return createHash('sha256').update(`gatehouse review ticket ${ticket}`).digest('base64url')
}

/** RFC 2104 §5: half of the hash is enough. Neither part can hold what stands between them. */
function markOf(key: Buffer, { exchangeId, address }: LinkSubject): string {
  const hash = createHmac('sha256', key).update(`${exchangeId} ${address}`).digest()
  return hash.subarray(0, markBytes).toString('base64url')
}
