/** Remembers tokens that were written or read a moment ago, each for those alone who may have it. */
import { Buffer } from 'node:buffer'
import type { EntityType } from '../core/pii/entity.ts'
import type { IssuedToken, RestoredToken } from '../core/ports.ts'

interface Remembered {
  type: EntityType
  undone: number | null
  /** As Latin-1: a small Buffer would keep the whole slab of Node's pool that it was cut from. */
  value: string
}

/** Of each kind. */
const maxRemembered = 10_000
const longestRemembered = 1024

export class RememberedTokens {
  /** Durable, and one owner's: a conversation need not be written anew with each of its turns. */
  readonly #kept = new Map<string, Remembered>()
  /** Read for whoever has these owners: the events of an answer repeat a token. */
  readonly #given = new Map<string, Remembered>()

  /** Whether this very token is known to be durable, and the owner's. */
  isKept(owner: string, destinationGroup: string, { code, type, undone, value }: IssuedToken): boolean {
    const known = this.#kept.get(keyOf(owner, destinationGroup, code))
    return (
      known !== undefined && known.type === type && known.undone === undone && known.value === asString(value)
    )
  }

  keep(owner: string, destinationGroup: string, token: IssuedToken): void {
    remember(this.#kept, keyOf(owner, destinationGroup, token.code), token)
  }

  /** What the owners may have of the group; null where that has to be looked up. */
  find(owners: readonly string[], destinationGroup: string, code: string): RestoredToken | null {
    const given = this.#given.get(keyOf(owners.join('\n'), destinationGroup, code))
    if (given !== undefined) return restored(given)
    for (const owner of owners) {
      const kept = this.#kept.get(keyOf(owner, destinationGroup, code))
      if (kept !== undefined) return restored(kept)
    }
    return null
  }

  give(owners: readonly string[], destinationGroup: string, token: RestoredToken & { code: string }): void {
    remember(this.#given, keyOf(owners.join('\n'), destinationGroup, token.code), token)
  }

  clear(): void {
    this.#kept.clear()
    this.#given.clear()
  }
}

function remember(known: Map<string, Remembered>, key: string, { type, undone, value }: RestoredToken): void {
  if (value.length > longestRemembered) return
  const oldest = known.size < maxRemembered ? undefined : known.keys().next().value
  if (oldest !== undefined) known.delete(oldest)
  known.set(key, { type, undone, value: asString(value) })
}

function restored({ type, undone, value }: Remembered): RestoredToken {
  return { type, undone, value: Buffer.from(value, 'latin1') }
}

function keyOf(owner: string, destinationGroup: string, code: string): string {
  return `${owner}\n\n${destinationGroup}\n${code}`
}

/** Byte for byte. */
function asString({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1')
}
