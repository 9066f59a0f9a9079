/** Makes the target of a request fit for the journal: its path as rules see it, which kind of thing was asked for. */
import { normalizePath } from './decide.ts'
import { pathTemplate } from './path-template.ts'

/** Of the path as rules see it, so that what is hidden in it is no other spelling of what is not. */
export function templateOf(target: string): string {
  return pathTemplate(normalizePath(pathOf(target)))
}

/** Path of an origin-form target, without its query. */
export function pathOf(target: string): string {
  const query = target.indexOf('?')
  return query === -1 ? target : target.slice(0, query)
}
