/** Looks into the request's header fields, all but those that only frame and route it. */
import { fieldName } from '../http/fields.ts'
import type { Analyzer } from '../pii/analyzer.ts'
import type { Operator } from '../pii/entity.ts'
import { treatmentOf, treatmentOfSent } from './header-names.ts'
import { holdsNothing, type InspectedValue, inspectValue } from './inspect-value.ts'
import type { Judge, LocatedFinding } from './inspector.ts'
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
    if (treatmentOfSent(name) === 'passed') continue
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

/** `field.name` in lower case; `field.value` one byte per character. The path of findings is `name` or `cookie.<name>`. */
export function inspectHeader(field: { name: string; value: string }, judge: Judge): InspectedValue {
  const { name, value } = field
  if (steady.has(name) && harmless.has(value)) return { text: value, changed: false, refused: false }
  if (urls.has(name)) return inspectUrl(value, { judge, path: 'header', query: 'header', name })
  if (name === 'cookie') {
    return inspectValue(value, { judge, place: 'header', syntax: cookies, path: null, prefix: 'cookie.' })
  }
  if (!judge.analyzer.fields.tells(name) && holdsNothing(value, judge.analyzer)) {
    if (steady.has(name)) rememberHarmless(value)
    return { text: value, changed: false, refused: false }
  }
  const obeyed = treatmentOf(name) === 'fixed' ? new FixedJudge(judge) : judge
  return inspectValue(value, { judge: obeyed, place: 'header', syntax: plain, path: name })
}

/** In a field that a change would break only a refusal counts: everything else stays, and the judge knows that it does. */
class FixedJudge implements Judge {
  readonly judgesFields = false
  readonly analyzer: Analyzer
  readonly standIns: Judge['standIns']
  readonly #judge: Judge

  constructor(judge: Judge) {
    this.analyzer = judge.analyzer
    this.standIns = judge.standIns
    this.#judge = judge
  }

  field(): 'scan' {
    return 'scan'
  }

  entity(found: LocatedFinding): Operator {
    return this.#judge.entity({ ...found, fixed: true }) === 'refuse' ? 'refuse' : 'keep'
  }
}

/**
 * A program writes these the same way in each request, with enough digits to be worth a look: values in which nothing
 * was found are remembered, up to a bound. What is found is judged each time.
 */
const steady = new Set(
  'user-agent accept accept-language accept-encoding cache-control sec-ch-ua sec-ch-ua-full-version-list'.split(
    ' ',
  ),
)
const harmless = new Set<string>()
const maxHarmless = 500
const maxHarmlessLength = 400

function rememberHarmless(value: string): void {
  if (harmless.size < maxHarmless && value.length <= maxHarmlessLength) harmless.add(value)
}
