/** Says which version of Gatehouse this is, and how old it is. */
import { readFileSync } from 'node:fs'
import { z } from 'zod'

const packageSchema = z.object({ version: z.string() })

/** The version of package.json, such as `0.1.0`. */
export function version(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return packageSchema.parse(JSON.parse(text)).version
}

/** The day before which no clock can be right, as this version was not yet made. Milliseconds since 1970. */
export const builtAt = Date.UTC(2026, 10, 1)
