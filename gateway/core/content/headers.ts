/** Looks into the request header fields that commonly carry data of persons. */
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
    const name = (fields[i] as string).toLowerCase()
    if (!carriesData(name)) continue
    const inspected = inspectHeader({ name, value: fields[i + 1] as string }, judge)
    result.fields[i + 1] = inspected.text
    result.changed ||= inspected.changed
    result.refused ||= inspected.refused
  }
  return result
}

const plain: PercentSyntax = { separator: null, pairs: false, plus: false }
/** RFC 6265 §4.2.1: `name=value; name=value`. */
const cookies: PercentSyntax = { separator: ';', pairs: true, plus: false }

const named = new Set([
  'referer',
  'cookie',
  'from',
  'forwarded',
  'subject',
  'title',
  'slug',
  'content-disposition',
])

/** Credentials, signatures and identifiers of requests: to change one breaks the request, and none names a person. */
const technical =
  /^x-(?:amz|goog|ms|b3|datadog|requested-with|request-id|correlation-id|trace|client-data)|(?:^|-)(?:api-?key|key|token|secret|signature|hmac|digest|checksum|nonce|timestamp|csrf|xsrf|auth|authorization)(?:-|$)/

/** Words that say a field is about a person, whatever else its name says: `X-Auth-Email`. */
const personal = /mail|phone|card|iban|ssn/

/**
 * True for fields in which applications send what users typed or who they are: Referer, Cookie, From, Forwarded and
 * the private `X-…` fields. `name` is in lower case. Authorization and User-Agent are never touched.
 */
export function carriesData(name: string): boolean {
  if (named.has(name)) return true
  return name.startsWith('x-') && (personal.test(name) || !technical.test(name))
}

/** `field.name` in lower case; `field.value` one byte per character. The path of findings is `name` or `cookie.<name>`. */
export function inspectHeader(field: { name: string; value: string }, judge: Judge): InspectedValue {
  const { name, value } = field
  if (name === 'referer') return inspectUrl(value, { judge, path: 'header', query: 'header', name })
  if (name === 'cookie') {
    return inspectValue(value, { judge, place: 'header', syntax: cookies, path: null, prefix: 'cookie.' })
  }
  return inspectValue(value, { judge, place: 'header', syntax: plain, path: name })
}
