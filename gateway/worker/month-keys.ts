/** Holds the keys of the month, as control hands them over: what marks and stand-ins are made with, and nothing opens. */
import { GatewayError } from '../core/errors.ts'
import type { BlindIndex, Clock, HmacPurpose, TokenKeys } from '../core/ports.ts'
import { Secret } from '../core/secret.ts'
import { fromBase64 } from '../core/worker/bytes.ts'
import type { ToWorker } from '../core/worker/to-worker.ts'
import { createBlindIndex } from '../keyring/blind-index.ts'
import { createTokenKeys } from '../keyring/token-keys.ts'

type Months = Extract<ToWorker, { kind: 'keys' }>['months']

/** Nothing is marked, and what would be a token is masked, until control has handed keys over. */
export class MonthKeys implements BlindIndex, TokenKeys {
  readonly #clock: Clock
  #months: readonly { period: string; purpose: HmacPurpose; key: Secret }[] = []
  #blindIndex: BlindIndex
  #tokenKeys: TokenKeys

  constructor(clock: Clock) {
    this.#clock = clock
    const { blindIndex, tokenKeys } = this.#made(false)
    this.#blindIndex = blindIndex
    this.#tokenKeys = tokenKeys
  }

  replace(months: Months): void {
    for (const { key } of this.#months) key.destroy()
    this.#months = months.flatMap(({ period, blindIndex, token }) => [
      ...(blindIndex === null
        ? []
        : [{ period, purpose: 'blind-index' as const, key: secretOf(blindIndex) }]),
      ...(token === null ? [] : [{ period, purpose: 'token' as const, key: secretOf(token) }]),
    ])
    // What was derived from the keys before is forgotten with them.
    const made = this.#made(months.some(({ blindIndex }) => blindIndex !== null))
    this.#blindIndex = made.blindIndex
    this.#tokenKeys = made.tokenKeys
  }

  index(...of: Parameters<BlindIndex['index']>): string | null {
    return this.#blindIndex.index(...of)
  }

  keyed(...of: Parameters<TokenKeys['keyed']>): ReturnType<TokenKeys['keyed']> {
    return this.#tokenKeys.keyed(...of)
  }

  #made(isMarking: boolean) {
    const source = {
      generation: 0,
      hmacKey: (purpose: HmacPurpose, _scope: string, period: string) => this.#keyOf(purpose, period),
    }
    return {
      blindIndex: createBlindIndex(source, { enabled: isMarking, clock: this.#clock }),
      tokenKeys: createTokenKeys(source, { clock: this.#clock }),
    }
  }

  /** A copy, which whoever asks destroys. */
  #keyOf(purpose: HmacPurpose, period: string): Secret {
    const found = this.#months.find((one) => one.purpose === purpose && one.period === period)
    if (found === undefined) throw new GatewayError('KEY_UNKNOWN', { purpose, period })
    return new Secret(found.key.reveal())
  }
}

function secretOf(text: string): Secret {
  const bytes = fromBase64(text)
  const secret = new Secret(bytes)
  bytes.fill(0)
  return secret
}
