/** Asks for a certificate: a PKCS#10 request for a P-256 key, signed with it, that says nothing else. */
import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey
}

/** Every length in it is under 128 bytes but the outer ones: DER (X.690 §8.1) in a few lines. */
function element(tag: number, ...parts: Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const length = content.length < 0x80 ? [content.length] : [0x82, content.length >> 8, content.length & 0xff]
  if (content.length >= 0x80 && content.length < 0x100) length.splice(0, 3, 0x81, content.length)
  return Buffer.concat([Buffer.from([tag, ...length]), content])
}

const sequence = 0x30
const version0 = Buffer.from([0x02, 0x01, 0x00])
const noSubject = Buffer.from([0x30, 0x00])
const noAttributes = Buffer.from([0xa0, 0x00])
/** ecdsa-with-SHA256 (RFC 5758 §3.2). */
const algorithm = Buffer.from('300a06082a8648ce3d040302', 'hex')
const bitString = 0x03
const noUnusedBits = Buffer.from([0])

/** PEM (RFC 2986 §4, RFC 7468 §7). The gateway knows by the code, or by the present certificate, who asks. */
export function certificateRequest(privateKey: KeyObject): string {
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const info = element(sequence, version0, noSubject, publicKey, noAttributes)
  const signature = sign('sha256', info, { key: privateKey, dsaEncoding: 'der' })
  const request = element(sequence, info, algorithm, element(bitString, noUnusedBits, signature))
  const lines = request.toString('base64').match(/.{1,64}/g) ?? []
  return `-----BEGIN CERTIFICATE REQUEST-----\n${lines.join('\n')}\n-----END CERTIFICATE REQUEST-----\n`
}
