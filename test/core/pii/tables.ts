/** Turns a table of examples into tests: what is recognised, and what only looks like it. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { find } from './find.ts'

/** Each row is a reason and a text in which the entity stands between « and ». */
export function finds(type: EntityType, rows: readonly (readonly [string, string])[]): void {
  test.each(rows)(`${type} is found: %s`, (_reason, marked) => {
    const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `${type} ${value}`)
    expect(wanted.length).toBeGreaterThan(0)
    expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
  })
}

/** Each row is a reason and a text in which nothing of the type may be found. */
export function leaves(type: EntityType, rows: readonly (readonly [string, string])[]): void {
  test.each(rows)(`${type} is not seen in %s`, (_reason, text) => {
    expect(find(text).filter((found) => found.startsWith(type))).toEqual([])
  })
}
