/** Measures how much of what is personal in request bodies is covered, and that nothing else in them is touched. */
import { type BenchLine, benchLine } from '../line.ts'
import type { AnnotatedBody } from './corpus.ts'
import { type JsonPlace, jsonPlaces } from './json-places.ts'
import { overlaps, type Span, spansInBody } from './spans.ts'

interface BodyResult {
  personal: number
  covered: number
  touched: string[]
  missed: string[]
}

/** One line for bodies labelled by hand, one for those whose labels were derived from their keys, and what was touched. */
export function bodyLines(
  bodies: readonly AnnotatedBody[],
  show: boolean,
  find: (body: string, contentType: string) => Span[] = spansInBody,
): BenchLine[] {
  const lines: BenchLine[] = []
  const touched: string[] = []
  let kept = 0
  for (const kind of ['hand', 'key-derived'] as const) {
    const results = bodies
      .filter(({ labelling }) => labelling.startsWith('hand') === (kind === 'hand'))
      .map((body) => ({ body, result: judgeBody(body, find) }))
    for (const { body, result } of results) {
      kept += body.mustKeep.length
      touched.push(...result.touched.map((one) => `${body.name}: ${one}`))
      if (show) for (const one of result.missed) console.error(`missed ${body.name}: ${one}`)
    }
    lines.push(coverageLine(`payloads-${kind}`, results))
  }
  if (show) for (const one of touched) console.error(`touched ${one}`)
  const detail = { must_keep: kept, touched }
  const line = { bench: 'pii', case: 'payloads-must-keep', metric: 'touched', unit: 'values' }
  return [...lines, benchLine({ ...line, value: touched.length, budget: '<= 0', detail })]
}

function coverageLine(name: string, results: { body: AnnotatedBody; result: BodyResult }[]): BenchLine {
  const personal = results.reduce((sum, { result }) => sum + result.personal, 0)
  const covered = results.reduce((sum, { result }) => sum + result.covered, 0)
  const shares = results
    .filter(({ result }) => result.personal > 0)
    .map(({ body, result }) => [body.name, Number((result.covered / result.personal).toFixed(3))] as const)
  return benchLine({
    bench: 'pii',
    case: name,
    metric: 'personal_characters_covered',
    unit: 'share',
    value: personal === 0 ? null : covered / personal,
    budget: '>= 0.9',
    detail: { characters: personal, bodies: Object.fromEntries(shares) },
  })
}

function judgeBody(body: AnnotatedBody, find: (body: string, contentType: string) => Span[]): BodyResult {
  const found = find(body.body, body.contentType)
  const isJson = body.contentType.includes('json')
  const places = isJson ? jsonPlaces(body.body) : new Map<string, JsonPlace>()
  const placesOf = (one: { path?: string; value: string }) => {
    const known = one.path === undefined ? undefined : places.get(one.path)
    return known
      ? [known]
      : occurrences(body.body, isJson ? JSON.stringify(one.value).slice(1, -1) : one.value)
  }
  const result: BodyResult = { personal: 0, covered: 0, touched: [], missed: [] }
  for (const label of body.labels) {
    for (const place of placesOf(label)) {
      const covered = coveredUnits(place, found)
      result.personal += place.end - place.start
      result.covered += covered
      if (covered < place.end - place.start)
        result.missed.push(`${label.type} ${label.path ?? ''} ${label.value}`)
    }
  }
  for (const keep of body.mustKeep) {
    const touching = placesOf(keep).flatMap((place) => found.filter((span) => overlaps(span, place)))
    if (touching.length > 0)
      result.touched.push(`${keep.kind} ${keep.path ?? ''} ${keep.value} as ${touching[0]!.type}`)
  }
  return result
}

function occurrences(text: string, value: string): JsonPlace[] {
  const places: JsonPlace[] = []
  for (let at = text.indexOf(value); at >= 0; at = text.indexOf(value, at + value.length)) {
    places.push({ start: at, end: at + value.length })
  }
  return places
}

function coveredUnits(place: JsonPlace, found: readonly Span[]): number {
  let covered = 0
  for (let unit = place.start; unit < place.end; unit++) {
    if (found.some(({ start, end }) => start <= unit && unit < end)) covered++
  }
  return covered
}
