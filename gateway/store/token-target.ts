/** Shows a sweep which tokens are kept, and takes away those whose keys it destroyed. */
import type { KeyPlace } from '../core/ports.ts'
import { periodBounds } from '../core/retention/period.ts'
import type { KeptPeriod, SweepTarget } from '../core/retention/target.ts'
import type { Keyring } from '../keyring/keyring.ts'
import { tokenColumnPlace, tokenKeyPlace } from '../keyring/token-keys.ts'
import type { TokenRegister } from './token-register.ts'
import type { TokenSeal } from './token-seal.ts'
import type { Erasing } from './token-store.ts'

export interface TokenTargetParts {
  register: TokenRegister
  seal: TokenSeal
  keyring: Pick<Keyring, 'places'>
  erasing: Erasing
}

const triedAtOnce = 100

export function createTokenTarget({ register, seal, keyring, erasing }: TokenTargetParts): SweepTarget {
  const keysOf = (period: string): KeyPlace[] =>
    keyring
      .places()
      .map(({ place }) => place)
      .filter((place) => isTokenKey(place) && place.period === period)

  return {
    name: 'tokens',
    async inventory() {
      const counts = register.counts()
      const periods = new Set(counts.map(({ period }) => period))
      for (const { place } of keyring.places()) if (isTokenKey(place)) periods.add(place.period)
      return [...periods].sort().map((period): KeptPeriod => {
        const own = counts.filter((count) => count.period === period)
        return {
          target: 'tokens',
          class: 'token',
          source: null,
          period,
          until: periodBounds(period)?.until ?? 0,
          items: own.reduce((sum, { tokens }) => sum + tokens, 0),
          bytes: own.reduce((sum, { bytes }) => sum + bytes, 0),
          keys: [tokenKeyPlace(period), tokenColumnPlace(period)],
          holders: own.map(({ destinationGroup, tokens }) => ({ name: destinationGroup, items: tokens })),
        }
      })
    },
    erase: ({ period }) => erasing({ period }, () => register.erase({ period })),
    async readable({ period }) {
      if (keysOf(period).length > 0) return 'keys of tokens'
      const opens = register.page({ period }, 0, triedAtOnce).some((row) => seal.open(row) !== null)
      return opens ? 'a row of token opens' : null
    },
  } satisfies SweepTarget
}

function isTokenKey(place: KeyPlace): boolean {
  switch (place.kind) {
    case 'hmac':
      return place.purpose === 'token'
    case 'column':
      return place.columnClass === 'token'
    case 'bucket':
    case 'original':
      return false
  }
}
