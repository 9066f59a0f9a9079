/** Says which of the fields behind a body go on (RFC 9110 §6.5). */
import { inspectFields } from '../core/content/headers.ts'
import { fieldName, isHopByHop } from '../core/http/fields.ts'
import type { ExchangeJudge } from '../core/policy/judge.ts'
import type { AnswerFields } from './connection-bound.ts'

/** RFC 9110 §6.5.1: what frames, routes, authenticates or describes a message must stand before it. */
const neverBehind: ReadonlySet<string> = new Set([
  'authorization',
  'cache-control',
  'content-encoding',
  'content-length',
  'content-range',
  'content-type',
  'cookie',
  'expect',
  'host',
  'max-forwards',
  'range',
  'set-cookie',
  'www-authenticate',
])

/** Those that may leave with a request: as they came, or not at all where the rule would change or refuse them. */
export function requestTrailers(trailers: readonly string[], judge: ExchangeJudge): string[] {
  const allowed: string[] = []
  for (let i = 0; i < trailers.length; i += 2)
    if (mayTrail(trailers[i] as string)) allowed.push(trailers[i] as string, trailers[i + 1] as string)
  if (allowed.length === 0) return allowed
  const { fields } = inspectFields(allowed, judge)
  const kept: string[] = []
  for (let i = 0; i < allowed.length; i += 2)
    if (fields[i] === allowed[i] && fields[i + 1] === allowed[i + 1])
      kept.push(allowed[i] as string, allowed[i + 1] as string)
  return judge.judgement().action === 'refuse' ? [] : kept
}

/** Name, value, … of those that go on to a client. */
export function answerTrailers(trailers: AnswerFields): string[] {
  const kept: string[] = []
  for (const [name, value] of Object.entries(trailers))
    if (mayTrail(name)) for (const one of [value ?? []].flat()) kept.push(name, one)
  return kept
}

function mayTrail(name: string): boolean {
  const field = fieldName(name)
  return !(field.startsWith(':') || isHopByHop(field) || neverBehind.has(field))
}
