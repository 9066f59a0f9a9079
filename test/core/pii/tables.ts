/** Turns a table of examples into tests: what is recognised, and what only looks like it. */
import { expect, test } from 'vitest'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { find, scanWhole } from './find.ts'

/** Each row is a reason and a text in which the entity stands between « and ». */
export function finds(type: EntityType, rows: readonly (readonly [string, string])[]): void {
  test.each(rows)(`${type} is found: %s`, (_reason, marked) => {
    const wanted = [...marked.matchAll(/«([^»]*)»/g)].map(([, value]) => `${type} ${value}`)
    expect(wanted.length).toBeGreaterThan(0)
    expect(find(marked.replace(/[«»]/g, ''))).toEqual(wanted)
  })
}

/** Each row is a reason, a text in which one entity stands, and how sure its recognizer is of it. */
export function scores(type: EntityType, rows: readonly (readonly [string, string, number])[]): void {
  test.each(rows)(`${type}: %s`, (_reason, text, score) => {
    expect(scanWhole(Buffer.from(text)).map((found) => [found.type, found.score])).toEqual([[type, score]])
  })
}

/** Each row is a reason and a text in which nothing of the type may be found. */
export function leaves(type: EntityType, rows: readonly (readonly [string, string])[]): void {
  test.each(rows)(`${type} is not seen in %s`, (_reason, text) => {
    expect(find(text).filter((found) => found.startsWith(type))).toEqual([])
  })
}
