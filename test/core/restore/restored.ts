/** Runs a restorer over an answer that comes in any pieces, with values known by their codes. */
import { createHash } from 'node:crypto'
import type { EntityType } from '../../../gateway/core/pii/entity.ts'
import { codeOf, tokenText } from '../../../gateway/core/pii/tokens/form.ts'
import type { RestoredToken } from '../../../gateway/core/ports.ts'
import { isSlot, type RestorePiece, type Restorer } from '../../../gateway/core/restore/pieces.ts'

/** Makes tokens and remembers what they stand for. */
export class Known {
  readonly values = new Map<string, RestoredToken>()

  token(type: EntityType, value: string): string {
    const code = codeOf(createHash('sha256').update(`${type} ${value}`).digest())
    this.values.set(code, { type, value: Buffer.from(value), undone: null })
    return tokenText(type, code)
  }

  fill(pieces: readonly RestorePiece[]): Buffer {
    return Buffer.concat(
      pieces.map((piece) => {
        if (!isSlot(piece)) return piece
        const known = this.values.get(piece.code)
        return known === undefined || known.type !== piece.type ? piece.raw : piece.write(known)
      }),
    )
  }
}

/** `cuts`: where the answer is cut into chunks, in any order. */
export function restoredBy(
  restorer: Restorer,
  known: Known,
  answer: { body: string | Uint8Array; cuts?: readonly number[] },
): string {
  const body = Buffer.from(answer.body as string)
  const borders = [...(answer.cuts ?? []).map((cut) => cut % (body.length + 1)), body.length]
  borders.sort((one, other) => one - other)
  const pieces: Buffer[] = []
  let at = 0
  for (const border of borders) {
    pieces.push(known.fill(restorer.push(body.subarray(at, border))))
    at = border
  }
  pieces.push(known.fill(restorer.end()))
  return Buffer.concat(pieces).toString()
}
