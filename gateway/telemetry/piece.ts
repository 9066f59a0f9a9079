/** Seals chunks and sums for their place in the database, and opens them again. */
import { openColumn, sealColumn, sealNonceBytes } from '../core/column-seal.ts'
import { type Chunk, decodeChunk, encodeChunk } from '../core/telemetry/chunk.ts'
import { periodOf } from '../core/telemetry/period.ts'
import { decodeRollups, encodeRollups, type Rollups } from '../core/telemetry/rollup.ts'
import { type SealedTableName, tableFacts } from '../store/telemetry-place.ts'
import type { SealedRow } from '../store/telemetry-writer.ts'
import type { ColumnKeys } from './column-keys.ts'

export interface PiecePlace {
  table: SealedTableName
  slot: number
  device: number
}

export interface Pieces {
  /** Throws KEYRING_UNWRITABLE where a key had to be made and could not. */
  sealChunk(place: PiecePlace, chunk: Chunk): SealedRow
  sealRollups(place: PiecePlace, rollups: Rollups): SealedRow
  /** Null where the key is gone or the piece is damaged. */
  openChunk(place: PiecePlace, sealed: Uint8Array): Chunk | null
  openRollups(place: PiecePlace, sealed: Uint8Array): Rollups | null
}

export function createPieces(keys: ColumnKeys, random: (length: number) => Uint8Array): Pieces {
  function seal(at: PiecePlace, plain: Uint8Array): SealedRow {
    const period = periodAt(at)
    const key = keys.forSealing(tableFacts[at.table].class, period)
    const sealed = sealColumn(plain, { key, nonce: random(sealNonceBytes), place: sealPlace(at, period) })
    return { ...at, period, sealed }
  }
  function open(at: PiecePlace, sealed: Uint8Array): Buffer | null {
    const period = periodAt(at)
    const key = keys.forOpening(tableFacts[at.table].class, period)
    return key === null ? null : openColumn(sealed, key, sealPlace(at, period))
  }
  return {
    sealChunk: (at, chunk) => seal(at, encodeChunk(chunk)),
    sealRollups: (at, rollups) => seal(at, encodeRollups(rollups)),
    openChunk(at, sealed) {
      const plain = open(at, sealed)
      return plain === null ? null : decodeChunk(plain)
    },
    openRollups(at, sealed) {
      const plain = open(at, sealed)
      return plain === null ? null : decodeRollups(plain)
    },
  }
}

/** The period whose key seals what stands in a slot. */
function periodAt({ table, slot }: PiecePlace): string {
  const { class: kind, slotMs } = tableFacts[table]
  return periodOf(kind, slot * slotMs)
}

function sealPlace({ table, slot, device }: PiecePlace, period: string) {
  return { table, row: `device ${device} slot ${slot}`, period }
}
