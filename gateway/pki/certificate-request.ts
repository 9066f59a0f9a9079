/** Reads a certificate request (PKCS#10) from a stranger: only what a P-256 key has signed itself gets any further. */
import { createPublicKey, type KeyObject, verify } from 'node:crypto'
import { GatewayError } from '../core/errors.ts'
import { type Element, elements } from './subject.ts'

/** Why a request was turned down; part of the error's details. */
export type RequestFault = 'too-long' | 'malformed' | 'key-type' | 'signature'

export interface RequestedKey {
  /** SubjectPublicKeyInfo, DER, of an uncompressed point on P-256. */
  publicKey: Uint8Array
}

/** Characters of PEM. A P-256 request has about 400, an RSA one of 4096 bits 1,700: that one should hear why not. */
const longestRequest = 8192

/**
 * The key that a request asks a certificate for, once it has proven itself (RFC 2986 §4.2). Its subject, attributes and
 * wished extensions are not looked at: what a certificate says is the office's to say.
 *
 * @param pem one request, PEM (RFC 7468 §7), with nothing but white space around it
 * @throws GatewayError CERTIFICATE_REQUEST_INVALID with `why`
 */
export function readCertificateRequest(pem: string): RequestedKey {
  if (pem.length > longestRequest) throw refused('too-long')
  const der = bytesOf(pem)
  const parts = der === null ? null : partsOf(der)
  if (parts === null) throw refused('malformed')
  const key = keyOf(parts.publicKey)
  if (key === null) throw refused('malformed')
  if (!isP256(key, parts.publicKey)) throw refused('key-type')
  const hash = hashes.get(parts.algorithm.toString('hex'))
  if (hash === undefined || !isSigned(parts, key, hash)) throw refused('signature')
  return { publicKey: Buffer.from(parts.publicKey) }
}

const hints: Record<RequestFault, string> = {
  'too-long': 'A request for a P-256 key is a few hundred bytes long.',
  malformed: 'Send one PKCS#10 request in PEM, as `openssl req -new` writes it.',
  'key-type':
    'Only ECDSA keys on the curve P-256 get certificates, RSA and other curves do not: make one with `openssl ecparam -name prime256v1 -genkey`.',
  signature: 'The request has to be signed with its own key (ECDSA with SHA-256); make it anew.',
}

function refused(why: RequestFault): GatewayError {
  return new GatewayError('CERTIFICATE_REQUEST_INVALID', { why }, { hint: hints[why] })
}

function bytesOf(pem: string): Buffer | null {
  const match =
    /^\s*-----BEGIN (NEW )?CERTIFICATE REQUEST-----\s([A-Za-z0-9+/=\s]+)-----END \1?CERTIFICATE REQUEST-----\s*$/.exec(
      pem,
    )
  if (match === null) return null
  const base64 = (match[2] ?? '').replaceAll(/\s/g, '')
  const der = Buffer.from(base64, 'base64')
  // Node skips what is no base64; a request has one spelling.
  return der.toString('base64') === base64 ? der : null
}

interface Parts {
  /** CertificationRequestInfo: what is signed. */
  signed: Uint8Array
  publicKey: Uint8Array
  /** AlgorithmIdentifier. */
  algorithm: Buffer
  signature: Uint8Array
}

const tag = { integer: 0x02, bitString: 0x03, sequence: 0x30, attributes: 0xa0 } as const

/** RFC 2986 §4: the outer sequence, and in it what is signed, by which algorithm, and the signature. */
function partsOf(der: Uint8Array): Parts | null {
  const [outer, ...behind] = elements(der) ?? []
  if (outer === undefined || behind.length > 0) return null
  const top = shaped(outer, [tag.sequence, tag.sequence, tag.bitString])
  const info = top?.[0] && shaped(top[0], [tag.integer, tag.sequence, tag.sequence, tag.attributes])
  const [signed, algorithm, signature] = top ?? []
  const [version, , publicKey] = info ?? []
  if (!signed || !algorithm || !signature || !version || !publicKey) return null
  if (version.content.length !== 1 || version.content[0] !== 0) return null
  // X.690 §8.6.2.2: the first byte counts unused bits, of which a signature has none.
  if (signature.content[0] !== 0) return null
  return {
    signed: signed.whole,
    publicKey: publicKey.whole,
    algorithm: Buffer.from(algorithm.whole),
    signature: signature.content.subarray(1),
  }
}

/** What a sequence holds, where it holds exactly these kinds of elements. */
function shaped(outer: Element, tags: readonly number[]): Element[] | null {
  if (outer.whole[0] !== tag.sequence) return null
  const inner = elements(outer.content)
  const fits = inner?.length === tags.length && inner.every(({ whole }, at) => whole[0] === tags[at])
  return fits ? inner : null
}

function keyOf(publicKey: Uint8Array): KeyObject | null {
  try {
    return createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' })
  } catch {
    return null
  }
}

/**
 * Named curve and uncompressed point, in the one encoding that every reader gives (RFC 5480 §2): the key's identifier in
 * the certificate is taken from these bytes.
 */
function isP256(key: KeyObject, publicKey: Uint8Array): boolean {
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return false
  return publicKey.length === p256KeyLength && key.export({ format: 'der', type: 'spki' }).equals(publicKey)
}

const p256KeyLength = 91

/** ecdsa-with-SHA256, SHA384 and SHA512 (RFC 5758 §3.2), as whole AlgorithmIdentifiers: they have no parameters. */
const hashes = new Map([
  ['300a06082a8648ce3d040302', 'sha256'],
  ['300a06082a8648ce3d040303', 'sha384'],
  ['300a06082a8648ce3d040304', 'sha512'],
])

function isSigned({ signed, signature }: Parts, key: KeyObject, hash: string): boolean {
  try {
    return verify(hash, signed, { key, dsaEncoding: 'der' }, signature)
  } catch {
    return false
  }
}
