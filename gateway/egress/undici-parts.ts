/** Loads of undici only what exchanges need: a pool, its connector, its errors. */
import { createRequire } from 'node:module'

// The package's entrance also loads fetch, WebSocket, caches and mocks: 90 files and 6 MB in each process that parses
// traffic. The version is pinned exactly, and a test says where one of these parts has moved.
const load = createRequire(import.meta.url)

/** The very objects that the package's entrance has. */
export const undici: Pick<typeof import('undici'), 'Pool' | 'buildConnector' | 'errors'> = {
  Pool: load('undici/lib/dispatcher/pool.js'),
  buildConnector: load('undici/lib/core/connect.js'),
  errors: load('undici/lib/core/errors.js'),
}
