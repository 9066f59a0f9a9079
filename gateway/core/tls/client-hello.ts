/** Reads what a TLS client says first, so that a connection's real name is known before anything is answered. */
import { Buffer } from 'node:buffer'
import { ByteReader, CutShort } from './byte-reader.ts'

/**
 * What the bytes so far are. `more`: a ClientHello so far, come back with everything so far and what follows.
 * `not-tls`: not a TLS record, whatever else it is. `malformed`: TLS that no client may send; `reason` is for the journal's
 * notes and quotes nothing.
 */
export type ClientHelloReading =
  | { readonly state: 'more' }
  | { readonly state: 'not-tls' }
  | { readonly state: 'malformed'; readonly reason: MalformedHello }
  | ClientHello

export interface ClientHello {
  readonly state: 'hello'
  /** Lower case, without trailing dot. Null where the client named none. */
  readonly serverName: string | null
  /** Protocols as offered, without GREASE (RFC 8701). */
  readonly alpn: readonly string[]
  /**
   * `present`: the real name may be another than `serverName`. Browsers send an indistinguishable dummy (RFC 9849 §6.2) to
   * every server they know no key of, so alone it says nothing; where the client could have got a key, it means unknown.
   * What follows from it for a tunnel stands where tunnels are decided on.
   */
  readonly ech: 'none' | 'present'
  /** Version numbers as offered (0x0304 is TLS 1.3), without GREASE; the legacy version where none are listed. */
  readonly versions: readonly number[]
  /** How many of the bytes the hello took, record headers included. */
  readonly consumed: number
}

export type MalformedHello =
  | 'record'
  | 'too-long'
  | 'not-a-client-hello'
  | 'truncated-field'
  | 'trailing-bytes'
  | 'repeated-extension'
  | 'server-name'
  | 'inner-hello-in-the-clear'

/** Real hellos take 2 KiB with post-quantum keys; 64 KiB leaves room and bounds what a stranger can make us keep. */
export const maxClientHelloBytes = 64 * 1024

/** RFC 8446 §5.1: a record carries at most 2^14 bytes of plaintext. */
const maxRecordBytes = 16_384
const recordHeaderBytes = 5

/** Some clients cut their hello into tens of records; thousands would only make each look at them slow. */
const maxRecords = 128
const handshakeRecord = 22
const clientHelloMessage = 1
const messageHeaderBytes = 4

const extensionNumber = {
  serverName: 0,
  alpn: 16,
  supportedVersions: 43,
  encryptedClientHello: 0xfe0d,
} as const

/** Reads a ClientHello from the first bytes of a connection; pass all bytes so far each time. Never throws. */
export function readClientHello(bytes: Uint8Array): ClientHelloReading {
  const message = collectMessage(bytes)
  if ('state' in message) return message
  try {
    return parseHello(new ByteReader(message.body), message.consumed)
  } catch (error) {
    if (error instanceof CutShort) return malformed('truncated-field')
    throw error
  }
}

interface Message {
  readonly body: Uint8Array
  readonly consumed: number
}

type NoHello = Exclude<ClientHelloReading, ClientHello>

/** Joins the handshake message from as many records as it was cut into (RFC 8446 §5.1). */
function collectMessage(bytes: Uint8Array): Message | NoHello {
  const parts: Uint8Array[] = []
  let collected = 0
  let at = 0
  const header: number[] = []
  while (parts.length < maxRecords) {
    const record = recordAt(bytes, at)
    if ('state' in record) return record
    parts.push(record.content)
    const promised = collected + record.length
    collected += record.content.length

    if (header.length < messageHeaderBytes) header.push(...record.content.subarray(0, messageHeaderBytes))
    const needed = messageBytes(header)
    if (typeof needed === 'object') return needed
    // A client says nothing more before it is answered, so a record that holds more is no hello's.
    if (promised > needed) return malformed('trailing-bytes')
    if (record.content.length < record.length) return more(bytes)
    at += recordHeaderBytes + record.length
    if (collected === needed) return { body: Buffer.concat(parts).subarray(messageHeaderBytes), consumed: at }
  }
  return malformed('record')
}

/** The record that begins at `at`; `content` is as much of its `length` as has come. */
function recordAt(bytes: Uint8Array, at: number): { content: Uint8Array; length: number } | NoHello {
  const [type, major] = [bytes[at], bytes[at + 1]]
  if ((type ?? handshakeRecord) !== handshakeRecord || (major ?? 3) !== 3) {
    return at === 0 ? { state: 'not-tls' } : malformed('record')
  }
  if (bytes.length - at < recordHeaderBytes) return more(bytes)
  const length = (bytes[at + 3] ?? 0) * 256 + (bytes[at + 4] ?? 0)
  // RFC 8446 §5.1: no empty fragments of handshake messages.
  if (length === 0 || length > maxRecordBytes) return malformed('record')
  const start = at + recordHeaderBytes
  return { content: bytes.subarray(start, start + length), length }
}

/** How long the whole message is, header included, from the first bytes of it; Infinity while they are too few. */
function messageBytes(header: readonly number[]): number | NoHello {
  const [type = clientHelloMessage, high = 0, middle = 0, low = 0] = header
  if (type !== clientHelloMessage) return malformed('not-a-client-hello')
  if (header.length < messageHeaderBytes) return Number.POSITIVE_INFINITY
  const needed = messageHeaderBytes + high * 0x10000 + middle * 0x100 + low
  return needed > maxClientHelloBytes ? malformed('too-long') : needed
}

/** Waits for more, unless it waited long enough: records of single bytes would stretch a hello to six times its length. */
function more(bytes: Uint8Array): NoHello {
  return bytes.length < maxClientHelloBytes ? { state: 'more' } : malformed('too-long')
}

/** RFC 8446 §4.1.2. @throws CutShort */
function parseHello(hello: ByteReader, consumed: number): ClientHelloReading {
  const legacyVersion = hello.number(2)
  hello.take(32) // random
  hello.vector(1) // legacy_session_id
  hello.vector(2) // cipher_suites
  hello.vector(1) // legacy_compression_methods
  // Before TLS 1.3 a hello may end here (RFC 5246 §7.4.1.2).
  const extensions = hello.left === 0 ? new Map<number, ByteReader>() : readExtensions(hello.vector(2))
  if (extensions === null) return malformed('repeated-extension')
  if (hello.left > 0) return malformed('trailing-bytes')

  const serverName = readServerName(extensions.get(extensionNumber.serverName))
  if (serverName === 'malformed') return malformed('server-name')
  const ech = readEncryptedHello(extensions.get(extensionNumber.encryptedClientHello))
  if (ech === 'inner') return malformed('inner-hello-in-the-clear')
  return {
    state: 'hello',
    serverName: serverName.name,
    alpn: readAlpn(extensions.get(extensionNumber.alpn)),
    ech,
    versions: readVersions(extensions.get(extensionNumber.supportedVersions)) ?? [legacyVersion],
    consumed,
  }
}

/** Null where one comes twice (RFC 8446 §4.2): two server names would let two readers see two hosts. */
function readExtensions(list: ByteReader): Map<number, ByteReader> | null {
  const found = new Map<number, ByteReader>()
  while (list.left > 0) {
    const type = list.number(2)
    if (found.has(type)) return null
    found.set(type, list.vector(2))
  }
  return found
}

/** What a name on the wire may look like: printable ASCII without white space. Whether it is a host name others judge. */
const nameBytes = /^[\x21-\x7e]{1,255}$/

/** RFC 6066 §3: one host_name, ASCII, no trailing dot. Other name types were never defined. */
function readServerName(extension: ByteReader | undefined): { name: string | null } | 'malformed' {
  if (extension === undefined) return { name: null }
  const list = extension.vector(2)
  const type = list.number(1)
  const text = latin1(list.vector(2).rest())
  if (type !== 0 || list.left > 0 || extension.left > 0 || !nameBytes.test(text)) return 'malformed'
  return { name: text.toLowerCase().replace(/\.$/, '') }
}

/** RFC 7301 §3.1. */
function readAlpn(extension: ByteReader | undefined): string[] {
  const protocols: string[] = []
  const list = extension?.vector(2)
  while (list !== undefined && list.left > 0) {
    const bytes = list.vector(1).rest()
    if (bytes.length !== 2 || !isGrease((bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)))
      protocols.push(latin1(bytes))
  }
  return protocols
}

/** RFC 8446 §4.2.1; null where the client lists none, so that its legacy version counts. */
function readVersions(extension: ByteReader | undefined): number[] | null {
  if (extension === undefined) return null
  const versions: number[] = []
  const list = extension.vector(1)
  while (list.left > 0) versions.push(list.number(2))
  return versions.filter((version) => !isGrease(version))
}

/** RFC 9849 §5: type 0 is an outer hello, real or dummy; an inner one (1) exists only inside an encrypted one. */
function readEncryptedHello(extension: ByteReader | undefined): 'none' | 'present' | 'inner' {
  if (extension === undefined) return 'none'
  return extension.number(1) === 1 ? 'inner' : 'present'
}

/** RFC 8701 §2: 0x0a0a, 0x1a1a … 0xfafa. */
function isGrease(value: number): boolean {
  return (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff)
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1')
}

function malformed(reason: MalformedHello): NoHello {
  return { state: 'malformed', reason }
}
