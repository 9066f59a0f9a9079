/** Looks into what a request's target carries: the segments of its path and the fields of its query. */
import { type InspectedValue, inspectValue } from './inspect-value.ts'
import type { Judge, Place } from './inspector.ts'
import type { PercentSyntax } from './percent.ts'

const segments: PercentSyntax = { separator: '/', pairs: false, plus: false }
/** HTML (form submission by GET) writes queries as it writes forms. */
const fields: PercentSyntax = { separator: '&', pairs: true, plus: true }

/**
 * `target` is what stands in the request line: `/orders/7?mail=a%40example.com`, or with scheme and host in front,
 * which are left alone. The query's findings have the field's name as path, the path's have none. Offsets count from
 * the beginning of the path, and of the query without its `?`.
 */
export function inspectTarget(target: string, judge: Judge): InspectedValue {
  return inspectUrl(target, { judge, path: 'path', query: 'query', name: null })
}

export interface UrlPlaces {
  judge: Judge
  path: Place
  query: Place
  /** Names every finding, where the URL itself is the value of a field such as Referer. */
  name: string | null
}

export function inspectUrl(url: string, places: UrlPlaces): InspectedValue {
  const mark = url.indexOf('?')
  const pathEnd = mark < 0 ? url.length : mark
  const pathStart = authorityEnd(url, pathEnd)
  const { judge, name } = places
  const path = inspectValue(url.slice(pathStart, pathEnd), {
    judge,
    place: places.path,
    syntax: segments,
    path: name,
  })
  const query =
    mark < 0
      ? unchanged
      : inspectValue(url.slice(mark + 1), { judge, place: places.query, syntax: fields, path: name })
  const changed = path.changed || query.changed
  const refused = path.refused || query.refused
  if (!changed && !refused) return { text: url, changed, refused }
  const head = url.slice(0, pathStart) + path.text
  return { text: mark < 0 ? head : `${head}?${query.text}`, changed, refused }
}

const unchanged: InspectedValue = { text: '', changed: false, refused: false }

/** Index behind `scheme://authority`; 0 where there is none (RFC 9112 §3.2.2). */
function authorityEnd(url: string, pathEnd: number): number {
  if (url.startsWith('/')) return 0
  const scheme = url.indexOf('://')
  if (scheme < 0 || scheme > pathEnd) return 0
  const slash = url.indexOf('/', scheme + 3)
  return slash < 0 || slash > pathEnd ? pathEnd : slash
}
