/** What is said where an API key cannot be made or found, and what to do then. */
import { mostOfAccount } from '../core/account/api-key.ts'
import { GatewayError } from '../core/errors.ts'
import type { StoredAccount } from '../store/account-register.ts'

export function keyExists(name: string): GatewayError {
  const hint = `Take another name, or revoke this one first: gatehouse api-key revoke ${name}`
  return new GatewayError('API_KEY_EXISTS', {}, { hint })
}

export function keyUnknown(): GatewayError {
  return new GatewayError(
    'API_KEY_UNKNOWN',
    {},
    { hint: 'See `gatehouse api-key list` for those there are.' },
  )
}

export function tooManyKeys(): GatewayError {
  const hint = `At most ${mostOfAccount} count at once: revoke one that lies unused, see gatehouse api-key list.`
  return new GatewayError('API_KEY_LIMIT', {}, { hint })
}

export function keyEndInvalid({ expiresAt }: Pick<StoredAccount, 'expiresAt'>): GatewayError {
  const hint =
    expiresAt === null
      ? 'Name a day to come, within a year.'
      : 'Name a day to come, within a year, and no later than its account ends.'
  return new GatewayError('API_KEY_END_INVALID', {}, { hint })
}
