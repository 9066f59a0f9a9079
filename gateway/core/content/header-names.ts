/** Says by a header field's name whether it is looked into, and whether it may be changed. */

/**
 * `passed`: not looked into; nothing but framing, routing, credentials and what has no room for data.
 * `fixed`: looked into, so that it can be refused, but a change would break the request. `data`: everything else.
 */
export type FieldTreatment = 'passed' | 'fixed' | 'data'

const words = (...lines: string[]) => new Set(lines.flatMap((line) => line.split(' ')))

const passed = words(
  // Where the message goes, and how it is framed (RFC 9110 §7, §8.3, §8.4, §8.6, §14.4; RFC 9112; RFC 2046).
  'host via max-forwards connection keep-alive proxy-connection expect te trailer transfer-encoding upgrade',
  'content-type content-length content-encoding content-range content-transfer-encoding mime-version http2-settings',
  // Credentials for this very destination (RFC 9110 §11; RFC 9449).
  'authorization proxy-authorization dpop',
  // Conditions and ranges: marks that the destination gave out and wants back (RFC 9110 §13, §14; RFC 4918 §10.4).
  'if-match if-none-match if-modified-since if-unmodified-since if-range range if',
  // Digests (RFC 9530, RFC 3230, RFC 1864), a date, a flag, a short number, a word of a fixed list.
  'content-md5 digest content-digest repr-digest date dnt save-data early-data upgrade-insecure-requests sec-gpc',
  'service-worker depth overwrite dpr content-dpr width viewport-width device-memory downlink ect rtt tus-resumable',
  'upload-offset upload-length upload-complete access-control-request-method access-control-request-private-network',
  'sec-fetch-site sec-fetch-mode sec-fetch-dest sec-fetch-user sec-websocket-key sec-websocket-version',
  'sec-ch-ua-mobile sec-ch-ua-bitness',
  // Scheme, host and port of a page (RFC 6454 §7); hexadecimal numbers of traces (W3C Trace Context, B3).
  'origin traceparent b3 x-b3-traceid x-b3-spanid x-b3-parentspanid x-b3-sampled sentry-trace uber-trace-id',
)

const fixed = words(
  // What the client takes, and how it may be answered (RFC 9110 §12; RFC 7240; RFC 9111).
  'accept accept-charset accept-datetime accept-encoding accept-language accept-patch accept-ranges accept-signature',
  'prefer cache-control pragma age priority alt-used access-control-request-headers content-language content-id',
  // Marks that the destination gave out (RFC 4918 §10; HTML §9.2.4), and numbers of traces that vendors write freely.
  'last-event-id lock-token timeout tracestate elastic-apm-traceparent newrelic x-requested-with x-client-data',
  'signature signature-input',
)

/** What browsers keep to themselves, and what clouds and tracers add to their own requests. */
const fixedFamily = /^sec-|^x-(?:amz|goog|ms)-(?!meta-)|^x-(?:b3|datadog|trace)-/

/** Credentials, signatures, versions and numbers of requests: to change one breaks the request. */
const technical =
  /(?:^|-)(?:api-?key|key|token|secret|signature|hmac|digest|checksum|nonce|timestamp|version|csrf|xsrf|auth|authorization|(?:request|correlation|trace)-?id)(?:-|$)/

/** Words that say a field is about a person, whatever else its name says: `X-Auth-Email`, `X-User-Token`. */
const personal = /mail|phone|card|iban|ssn|user(?!-agent)|customer|account|patient|member|client-name/

/** `name` in lower case. */
export function treatmentOf(name: string): FieldTreatment {
  if (passed.has(name)) return 'passed'
  if (fixed.has(name)) return 'fixed'
  return !personal.test(name) && (fixedFamily.test(name) || technical.test(name)) ? 'fixed' : 'data'
}

/** The same for a name as it was sent. Real traffic repeats the same few hundred spellings: each is looked at once. */
export function treatmentOfSent(name: string): FieldTreatment {
  const known = remembered.get(name)
  if (known !== undefined) return known
  const treatment = treatmentOf(name.toLowerCase())
  if (remembered.size < maxRemembered && name.length <= 64) remembered.set(name, treatment)
  return treatment
}

const remembered = new Map<string, FieldTreatment>()
const maxRemembered = 2000
