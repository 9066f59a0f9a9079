/** Loads of undici only what exchanges need: a pool, its connector, its errors, and one way to ask a pool. */
import { createRequire } from 'node:module'
import type { Pool } from 'undici'

// The package's entrance also loads fetch, WebSocket, caches and mocks: 90 files and 6 MB in each process that parses
// traffic. The version is pinned exactly, and a test says where one of these parts has moved.
const load = createRequire(import.meta.url)

/** The very objects that the package's entrance has. */
export const undici: Pick<typeof import('undici'), 'Pool' | 'buildConnector' | 'errors'> = {
  Pool: load('undici/lib/dispatcher/pool.js'),
  buildConnector: load('undici/lib/core/connect.js'),
  errors: load('undici/lib/core/errors.js'),
}

type Ask = Pool['request']

/** As `pool.request(…)`, which the package's entrance alone puts into the prototype. Loaded by whoever asks first. */
export function requestBy(pool: Pool, options: Parameters<Ask>[0]): ReturnType<Ask> {
  const ask: (this: Pool, options: Parameters<Ask>[0]) => ReturnType<Ask> = load(
    'undici/lib/api/api-request.js',
  )
  return ask.call(pool, options)
}
