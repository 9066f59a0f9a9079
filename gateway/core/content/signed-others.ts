/** Recognises the other things that bind a body: keyed hashes, signed tokens as bodies, and pieces of something larger. */
import type { SignatureBinding } from './signed.ts'
import type { SignedRequest } from './signed-request.ts'

/**
 * Fields in which webhooks and APIs send a keyed hash of the body: X-Hub-Signature-256, Stripe-Signature,
 * X-Shopify-Hmac-Sha256, Svix-Signature, Paypal-Transmission-Sig, X-Signature, X-Ms-Content-Sha256 …
 */
const hmacField =
  /(?:^|-)(?:hmac|signature|sign|sig)(?:-|$)|^x-ms-content-sha256$|^x-payload-(?:hash|digest)$/
/** These two say themselves what they cover, see signed-message.ts. */
const selfDescribing = new Set(['signature', 'signature-input', 'accept-signature'])

export function hmacBinding(request: SignedRequest): SignatureBinding | null {
  const isField = request.names.some((name) => hmacField.test(name) && !selfDescribing.has(name))
  // A Signature field of no known form is taken for a hash of the body as well.
  const isBare = request.field('signature') !== '' && !isDescribed(request)
  if (!isField && !isBare && !/^HMAC/i.test(request.field('authorization'))) return null
  return { kind: 'hmac-header', binds: { body: true, query: true, headers: 'some' } }
}

function isDescribed(request: SignedRequest): boolean {
  return request.field('signature-input') !== '' || /\bkeyId\s*=/i.test(request.field('signature'))
}

/** Logins that sign the target, and the body on demand: OAuth 1.0 (RFC 5849), Digest (RFC 7616), Hawk. */
export function loginBinding(request: SignedRequest): SignatureBinding | null {
  const authorization = request.field('authorization')
  const scheme = /^(OAuth|Digest|Hawk)\s/i.exec(authorization)?.[1]?.toLowerCase()
  if (scheme === undefined) return null
  // RFC 5849 §3.4.1.3.1: a form's fields are part of what OAuth 1.0 signs.
  const form = /^application\/x-www-form-urlencoded/i.test(request.field('content-type'))
  const body =
    scheme === 'oauth'
      ? form || /\boauth_body_hash=/i.test(authorization)
      : scheme === 'digest'
        ? /\bqop="?auth-int\b/i.test(authorization)
        : /\bhash="/i.test(authorization)
  return { kind: 'signed-login', binds: { body, query: true, headers: false } }
}

/** RFC 7515 §9.2.1, RFC 7519 §10.3: the body itself is a signed or encrypted token; S/MIME is likewise. */
const joseType =
  /^(?:application\/(?:jose|jwt|jose\+json|pkcs7-mime|pkcs7-signature|[\w.-]+\+jwt)|multipart\/signed)\s*(?:;|$)/i

export function joseBinding(request: SignedRequest): SignatureBinding | null {
  if (!joseType.test(request.field('content-type'))) return null
  return { kind: 'jose', binds: { body: true, query: false, headers: false } }
}

/** RFC 7515 §7.1, RFC 7516 §7.1: a body that is nothing but a compact token, whatever its type says. */
export function isCompactToken(body: Uint8Array): boolean {
  // The header is a JSON object, and `{"` is `eyJ` in base64url.
  if (body[0] !== 0x65 || body[1] !== 0x79 || body[2] !== 0x4a) return false
  let dots = 0
  for (const byte of body) {
    if (byte === 0x2e) dots++
    else if (!isBase64Url(byte)) return false
  }
  return dots === 2 || dots === 4
}

function isBase64Url(c: number): boolean {
  const letter = c | 0x20
  return (letter >= 0x61 && letter <= 0x7a) || (c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x5f
}

/** RFC 9110 §14.5: a piece of a larger body; its place would no longer fit, nor would the whole's digest. */
export function rangeBinding(request: SignedRequest): SignatureBinding | null {
  if (request.field('content-range') === '' && request.field('upload-offset') === '') return null
  return { kind: 'content-range', binds: { body: true, query: false, headers: false } }
}

/** One part of an object that a storage puts together later (S3 UploadPart and its kin). */
export function partBinding(request: SignedRequest): SignatureBinding | null {
  if (request.parameter('uploadid') === '' || request.parameter('partnumber') === '') return null
  return { kind: 'multipart-upload', binds: { body: true, query: true, headers: false } }
}
