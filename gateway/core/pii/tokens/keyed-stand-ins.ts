/** Makes tokens, hashes and format-preserving ciphers for one exchange, and remembers which tokens must be kept. */
import { Buffer } from 'node:buffer'
import type { IssuedToken, TokenKeys } from '../../ports.ts'
import { normalizeEntity, standIn } from '../anonymize.ts'
import type { EntityType } from '../entity.ts'
import { codeOf, tokenText } from './form.ts'
import { preservesForm, withForm } from './form-preserving.ts'
import {
  isKeyed,
  type Keyed,
  type ReplacedEntity,
  type Replacing,
  type SettledOperator,
  type StandIns,
} from './stand-ins.ts'

export interface KeyedStandInsOptions {
  keys: TokenKeys
  /** Tokens of one destination group say nothing to another. */
  destinationGroup: string
}

/**
 * The same value is the same token for one type, destination group and period, as it is written: `Anna` and `ANNA` are
 * two, since each comes back as it went.
 */
export class KeyedStandIns implements StandIns {
  readonly #keys: TokenKeys
  readonly #group: string
  /**
   * By operator, type and value: what was made, so that a period that turns meanwhile changes nothing. Strings, since a
   * small Buffer keeps the whole slab of Node's pool that it was cut from.
   */
  readonly #made = new Map<string, string>()
  /** By token and value: what was forgotten above and is made again is kept once. */
  #unkept = new Map<string, IssuedToken>()
  readonly #masks = new Map<string, string>()

  constructor({ keys, destinationGroup }: KeyedStandInsOptions) {
    this.#keys = keys
    this.#group = destinationGroup
  }

  settle(operator: Replacing, entity: ReplacedEntity): SettledOperator {
    if (!isKeyed(operator)) return { operator, note: null }
    if (operator === 'fpe' && !preservesForm(entity.type, entity.value))
      return { operator: 'mask', note: 'no-form' }
    return this.#hasKey(operator, entity.type)
      ? { operator, note: null }
      : { operator: 'mask', note: 'no-key' }
  }

  make(operator: Replacing, entity: ReplacedEntity): Uint8Array {
    const { type, value } = entity
    if (!isKeyed(operator)) return standIn(type, value, operator)
    return this.#keyed(operator, entity) ?? standIn(type, value, 'mask')
  }

  /** Tokens made since the last call: they must be durable before a byte with one of them leaves. */
  takeUnkept(): readonly IssuedToken[] {
    const taken = this.#unkept
    this.#unkept = new Map()
    return [...taken.values()]
  }

  /** These are durable: nothing has to stand for them any more. */
  forgetMasks(tokens: readonly IssuedToken[]): void {
    for (const { type, code } of tokens) this.#masks.delete(tokenText(type, code))
  }

  /** These could not be kept: they are still to be, before anything with one of them leaves. */
  putBack(tokens: readonly IssuedToken[]): void {
    this.#unkept = new Map([...tokens.map((token) => [idOf(token), token] as const), ...this.#unkept])
  }

  /** What stands for each token where it could not be kept, as Latin-1. */
  get masks(): ReadonlyMap<string, string> {
    return this.#masks
  }

  #hasKey(operator: Keyed, type: EntityType): boolean {
    const use = operator === 'tokenize' ? 'token' : operator
    return this.#keys.keyed(use, this.#scope(type), formKeyWords) !== null
  }

  #keyed(operator: Keyed, { type, value, undone: told = null }: ReplacedEntity): Buffer | null {
    // Only backslashes can be escapes that are left: such a value is written back as it was read (core/restore/pieces.ts).
    const undone = value.includes(BACKSLASH) ? told : null
    const id = `${operator} ${type} ${undone} ${Buffer.from(value).toString('latin1')}`
    const known = this.#made.get(id)
    if (known !== undefined) return Buffer.from(known, 'latin1')
    const made = this.#compute(operator, { type, value, undone })
    if (made === null) return null
    // In a long stream of people the first ones are forgotten: should one come again, the same token is made again.
    const oldest = this.#made.size < mostMade ? undefined : this.#made.keys().next().value
    if (oldest !== undefined) this.#made.delete(oldest)
    this.#made.set(id, made.toString('latin1'))
    return made
  }

  #compute(operator: Keyed, { type, value, undone }: Required<ReplacedEntity>): Buffer | null {
    switch (operator) {
      case 'tokenize':
        return this.#token({ type, value, undone })
      case 'hash': {
        const keyed = this.#keys.keyed('hash', this.#scope(type), Buffer.from(normalizeEntity(type, value)))
        return keyed && Buffer.from(`HASH_${codeOf(keyed.bytes)}`)
      }
      case 'fpe': {
        if (!preservesForm(type, value)) return null
        const keyed = this.#keys.keyed('fpe', this.#scope(type), formKeyWords)
        return keyed && withForm(value, keyed.bytes)
      }
    }
  }

  #token({ type, value, undone }: Required<ReplacedEntity>): Buffer | null {
    const named = undone === null ? value : Buffer.concat([value, Buffer.from(`\0undone ${undone}`)])
    const keyed = this.#keys.keyed('token', this.#scope(type), named)
    if (keyed === null) return null
    const code = codeOf(keyed.bytes)
    const issued = { code, type, period: keyed.period, value: Buffer.from(value), undone }
    this.#unkept.set(idOf(issued), issued)
    const text = tokenText(type, code)
    this.#masks.set(text, Buffer.from(standIn(type, value, 'mask')).toString('latin1'))
    return Buffer.from(text)
  }

  #scope(type: EntityType) {
    return { type, destinationGroup: this.#group }
  }
}

/** Two values of one code are two, for the store to find. */
function idOf({ code, type, value }: IssuedToken): string {
  return `${tokenText(type, code)} ${Buffer.from(value).toString('latin1')}`
}

/** What one exchange remembers: more people than any body that is held has. */
const mostMade = 10_000

const BACKSLASH = 0x5c

/** What the key of the cipher is made of: one key a scope, not one a value. */
const formKeyWords = Buffer.from('gatehouse fpe 1')
