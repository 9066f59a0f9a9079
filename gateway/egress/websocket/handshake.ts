/** Reads both ends of an opening handshake (RFC 6455 §4), and says what goes on of each. */
import { createHash } from 'node:crypto'
import { fieldName, without } from '../../core/http/fields.ts'
import type { RequestHead } from '../../core/http/head.ts'
import { answerTo, offersIn, offerTo, readAnswer } from './agreement.ts'
import type { Deflate, DeflateBounds } from './deflate.ts'
import type { DeflateOffer } from './framing.ts'

/** What a client asks for. */
export interface OpeningHandshake {
  /** What the destination has to prove that it read. */
  key: string
  protocols: readonly string[]
  offers: readonly DeflateOffer[]
}

/** What both sides have agreed to. */
export interface AgreedHandshake {
  /** What of the destination's answer the client gets. */
  fields: string[]
  client: Deflate | null
  destination: Deflate | null
}

export interface HandshakeAnswer {
  /** 101; over HTTP/2, where nothing has to be proven, 200 (RFC 8441 §5). */
  status: number
  fields: readonly string[]
}

/** 16 bytes in Base64. */
const keyForm = /^[A-Za-z0-9+/]{22}==$/
const extensionsField: ReadonlySet<string> = new Set(['sec-websocket-extensions'])
const ofOneSide: ReadonlySet<string> = new Set(['sec-websocket-key', 'sec-websocket-extensions'])
const acceptField: ReadonlySet<string> = new Set(['sec-websocket-accept'])
/** RFC 6455 §1.3. */
const acceptSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** Null where it is none. `newKey`: asked over HTTP/2, where the client has none (RFC 8441 §5). */
export function readHandshake(
  { method, hasBody, fields }: RequestHead,
  newKey: (() => string) | null,
): OpeningHandshake | null {
  // §4.1: a GET without a body; otherwise nobody could tell the body's end from the first frame.
  if (method !== 'GET' || hasBody) return null
  if (valuesOf(fields, 'sec-websocket-version').join() !== '13') return null
  const key = newKey === null ? valuesOf(fields, 'sec-websocket-key').join() : newKey()
  const offers = offersIn(valuesOf(fields, 'sec-websocket-extensions').join())
  if (!keyForm.test(key) || offers === null) return null
  const protocols = valuesOf(fields, 'sec-websocket-protocol').flatMap(listed)
  return { key, protocols, offers }
}

/** The request's fields as the destination gets them: with an offer of our own. */
export function askingFields(fields: readonly string[], { key, offers }: OpeningHandshake): string[] {
  const offer = offerTo(offers)
  return [
    ...without(fields as string[], ofOneSide),
    ...['Sec-WebSocket-Key', key],
    ...(offer === null ? [] : ['Sec-WebSocket-Extensions', offer]),
  ]
}

/** Null where the answer is not to what was asked (§4.1): a wrong proof, protocol or extension. */
export function readHandshakeAnswer(
  { status, fields }: HandshakeAnswer,
  { key, protocols, offers }: OpeningHandshake,
  bounds: DeflateBounds,
): AgreedHandshake | null {
  if (status === 101 && valuesOf(fields, 'sec-websocket-accept').join() !== proofOf(key)) return null
  const chosen = valuesOf(fields, 'sec-websocket-protocol')
  if (chosen.length > 1 || !chosen.every((protocol) => protocols.includes(protocol))) return null
  const extensions = valuesOf(fields, 'sec-websocket-extensions').join()
  const destination = readAnswer(extensions, offers.length > 0, bounds)
  if (!destination.ok) return null
  // Between client and gateway compression costs more than it saves, unless what passes is worth it further on.
  const client = destination.deflate === null ? null : answerTo(offers, bounds)
  const kept = without(fields as string[], extensionsField)
  return {
    fields: client === null ? kept : [...kept, 'Sec-WebSocket-Extensions', client.field],
    client: client?.deflate ?? null,
    destination: destination.deflate,
  }
}

/** The same answer for a client that gave no key: it is owed no proof. */
export function withoutProof(fields: readonly string[]): string[] {
  return without(fields as string[], acceptField)
}

/** And with one where the destination, asked over HTTP/2, gave none. */
export function withProof(fields: readonly string[], key: string): string[] {
  return [...withoutProof(fields), 'Sec-WebSocket-Accept', proofOf(key)]
}

function proofOf(key: string): string {
  return createHash('sha1').update(`${key}${acceptSuffix}`).digest('base64')
}

function valuesOf(fields: readonly string[], name: string): string[] {
  const values: string[] = []
  for (let i = 0; i < fields.length; i += 2)
    if (fieldName(fields[i] as string) === name) values.push((fields[i + 1] as string).trim())
  return values
}

function listed(value: string): string[] {
  return value
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}
