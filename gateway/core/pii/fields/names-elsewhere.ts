/** Reads a JSON body for names that stand elsewhere than right before their values: above a column, or in a member beside. */
import type { Buffer } from 'node:buffer'
import { makeJsonShape } from '../wasm/json-shape.ts'
import type { FieldDictionary } from './field-dictionary.ts'
import type { FieldMeaning } from './field-meaning.ts'
import { mayHavePairs, meaningBeside, namedPairs, pairNames, tellsOfValue } from './named-pairs.ts'
import { mayHaveRows, rowTables } from './row-columns.ts'

/** What such names tell, by the path of the value. */
export interface NamesElsewhere {
  /** Any value may be told so, though the name before it tells nothing: it may be the cell of a row. */
  readonly hasUntold: boolean
  /** undefined: no name stands elsewhere for the value at this path. */
  meaningAt(path: string): FieldMeaning | null | undefined
}

/** null where there are no vector instructions. */
const shape = makeJsonShape(pairNames)

/** False where neither `body` nor any part of it has such names, as far as is known without reading it. */
export function mayNameElsewhere(body: Uint8Array, fields: FieldDictionary): boolean {
  return shape?.mayNameElsewhere(body, (text, isKind) => tellsOfValue(text, isKind, fields)) !== false
}

/** `body` is JSON as a whole. Null where it has no such names: for most bodies after a look for what they stand in. */
export function namesElsewhere(body: Buffer, fields: FieldDictionary): NamesElsewhere | null {
  if (!mayNameElsewhere(body, fields)) return null
  const hasRows = mayHaveRows(body)
  const hasPairs = mayHavePairs(body)
  if (!hasRows && !hasPairs) return null
  let root: unknown
  try {
    root = JSON.parse(body.toString('utf8'))
  } catch {
    // Who reads the body says what is wrong with it.
    return null
  }
  const tables = hasRows ? rowTables(root, fields) : null
  const pairs = hasPairs ? namedPairs(root, fields) : null
  if (tables === null && pairs === null) return null
  return {
    hasUntold: tables !== null || pairs?.hasUntold === true,
    meaningAt(path) {
      const column = tables?.(path)
      return column === undefined && pairs !== null ? meaningBeside(pairs, path) : column
    },
  }
}
