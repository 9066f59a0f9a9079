/** Looks into the request's header fields, all but those that only speak of the request itself. */
import { fieldName } from '../http/fields.ts'
import { type InspectedValue, inspectValue } from './inspect-value.ts'
import type { Judge } from './inspector.ts'
import type { PercentSyntax } from './percent.ts'
import { inspectUrl } from './query.ts'

export interface InspectedFields {
  /** Names and values in turn, as they may be sent. */
  fields: string[]
  changed: boolean
  /** True once the judge said `refuse`; then `fields` are not whole. */
  refused: boolean
}

/** `fields` holds names and values in turn, one byte per character, as node:http's `rawHeaders`. */
export function inspectFields(fields: readonly string[], judge: Judge): InspectedFields {
  const result: InspectedFields = { fields: fields.slice(), changed: false, refused: false }
  for (let i = 0; i + 1 < fields.length; i += 2) {
    const name = fields[i] as string
    if (!isLookedInto(name)) continue
    const inspected = inspectHeader({ name: fieldName(name), value: fields[i + 1] as string }, judge)
    result.fields[i + 1] = inspected.text
    result.changed ||= inspected.changed
    result.refused ||= inspected.refused
  }
  return result
}

const plain: PercentSyntax = { separator: null, pairs: false, plus: false }
/** RFC 6265 §4.2.1: `name=value; name=value`. */
const cookies: PercentSyntax = { separator: ';', pairs: true, plus: false }

/** Their values are URLs: scheme, host and port say where, and stay as they are (RFC 9110 §10.1.3, §8.7; RFC 4918 §10.3). */
const urls = new Set(['referer', 'content-location', 'destination'])

/**
 * Fields that a change would break, or that hold nothing but what the protocol says of them. Everything else is looked
 * into, whatever it is called: programs invent fields, and what users typed or who they are goes into those.
 */
const spared = new Set(
  [
    // The message itself: where it goes, how it is framed, what its body is (RFC 9110 §7, §8; RFC 2046).
    'host via max-forwards connection expect te trailer transfer-encoding upgrade priority alt-used early-data',
    'content-type content-length content-encoding content-language content-range content-id content-md5 mime-version',
    'content-transfer-encoding content-dpr',
    // What the client takes, and how it may be answered (RFC 9110 §12; RFC 7240; RFC 9111).
    'accept accept-charset accept-datetime accept-encoding accept-language accept-patch accept-ranges accept-signature',
    'prefer cache-control pragma date age dnt save-data upgrade-insecure-requests service-worker',
    'access-control-request-method access-control-request-headers access-control-request-private-network origin',
    'dpr width viewport-width device-memory downlink ect rtt',
    // Credentials for this very destination (RFC 9110 §11; RFC 9449).
    'authorization proxy-authorization dpop',
    // Marks that the destination gave out and wants back as they were (RFC 9110 §13, §14; RFC 4918 §10; HTML §9.2.4).
    'if-match if-none-match if-modified-since if-unmodified-since if-range range if lock-token depth overwrite timeout',
    'last-event-id upload-offset upload-length upload-complete tus-resumable',
    // Numbers by which programs follow a request through machines (W3C Trace Context, B3, vendors).
    'traceparent tracestate b3 sentry-trace uber-trace-id elastic-apm-traceparent newrelic',
  ].flatMap((line) => line.split(' ')),
)

/** Families of the same: client hints and fetch metadata of browsers, and what clouds add to their own requests. */
const sparedFamily = /^sec-|^x-(?:amz|goog|ms)(?!-meta-)|^x-(?:b3|datadog|requested-with|trace|client-data)/

/** Credentials, signatures, versions and numbers of requests: to change one breaks the request, and none names a person. */
const technical =
  /(?:^|-)(?:api-?key|key|token|secret|signature|hmac|digest|checksum|nonce|timestamp|version|csrf|xsrf|auth|authorization|(?:request|correlation|trace)-?id)(?:-|$)/

/** Words that say a field is about a person, whatever else its name says: `X-Auth-Email`. */
const personal = /mail|phone|card|iban|ssn/

/** True for fields that are looked into; `name` is in lower case. */
export function carriesData(name: string): boolean {
  if (spared.has(name)) return false
  return personal.test(name) || !(sparedFamily.test(name) || technical.test(name))
}

/** The same for a name as it was sent. Real traffic repeats the same few hundred spellings: each is looked at once. */
function isLookedInto(name: string): boolean {
  const known = decided.get(name)
  if (known !== undefined) return known
  const looked = carriesData(name.toLowerCase())
  if (decided.size < maxDecided && name.length <= 64) decided.set(name, looked)
  return looked
}

const decided = new Map<string, boolean>()
const maxDecided = 2000

/**
 * A program names itself the same way in each request, with enough digits to be worth a look: the names in which nothing
 * was found are remembered, up to a bound. What is found is judged each time.
 */
const harmlessAgents = new Set<string>()
const maxAgents = 200
const maxAgentLength = 400

function inspectAgent(value: string, judge: Judge): InspectedValue {
  if (harmlessAgents.has(value)) return { text: value, changed: false, refused: false }
  let found = false
  const watching: Judge = {
    judgesFields: judge.judgesFields,
    field: (path) => judge.field(path),
    entity(located) {
      found = true
      return judge.entity(located)
    },
  }
  const options = { judge: watching, place: 'header', syntax: plain, path: 'user-agent' } as const
  const inspected = inspectValue(value, options)
  if (!found && harmlessAgents.size < maxAgents && value.length <= maxAgentLength) harmlessAgents.add(value)
  return inspected
}

/** `field.name` in lower case; `field.value` one byte per character. The path of findings is `name` or `cookie.<name>`. */
export function inspectHeader(field: { name: string; value: string }, judge: Judge): InspectedValue {
  const { name, value } = field
  if (name === 'user-agent') return inspectAgent(value, judge)
  if (urls.has(name)) return inspectUrl(value, { judge, path: 'header', query: 'header', name })
  if (name === 'cookie') {
    return inspectValue(value, { judge, place: 'header', syntax: cookies, path: null, prefix: 'cookie.' })
  }
  return inspectValue(value, { judge, place: 'header', syntax: plain, path: name })
}
