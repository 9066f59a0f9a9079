/** What the configuration must say before anything is kept, and what workers are told of it. */
import { expect, test } from 'vitest'
import { configSchema } from '../../config/schema.ts'
import { originalTerms } from '../../gateway/app/originals.ts'
import { MiB } from '../../gateway/core/units.ts'

const recipient = 'age1lvyvwawkr0mcnnnncaghunadrqkmuf9e6507x9y920xxpp866cnql7dp2z'

test('off unless somebody says so, and workers are told a public key and a length alone', () => {
  expect(originalTerms(configSchema.parse({ vault: { recipient } }))).toBeNull()
  const on = configSchema.parse({ originals: { enabled: true, maxBodyBytes: '1MiB' }, vault: { recipient } })
  expect(originalTerms(on)).toEqual({ recipient, maxBodyBytes: MiB })
})

test('a switch without a recipient, a mistyped one, and more than a day are refused', () => {
  const faulty = [
    { enabled: true },
    { enabled: true, recipient: `${recipient.slice(0, -1)}q` },
    { enabled: true, recipient, hours: 25 },
    { enabled: true, recipient, maxBodyBytes: '5MiB' },
  ]
  for (const originals of faulty) expect(configSchema.safeParse({ originals }).success).toBe(false)
  expect(configSchema.safeParse({ originals: { enabled: true, recipient } }).success).toBe(true)
})

test('a part of the room that takes no body as long as they may be is refused, instead of having no room for ever', () => {
  const parse = (workers: number, originals: object) =>
    configSchema.safeParse({ proxy: { workers }, originals: { enabled: true, recipient, ...originals } })
  const small = { maxBodyBytes: '2MiB', maxTotalBytes: '7MiB' }
  expect(parse(4, small).error?.issues).toMatchObject([
    {
      path: ['originals', 'maxTotalBytes'],
      message: 'expected at least 8192KiB: one body of originals.maxBodyBytes for each of proxy.workers',
    },
  ])
  expect(parse(0, { maxBodyBytes: '2MiB', maxTotalBytes: '1MiB' }).success).toBe(false)
  expect(parse(3, small).success).toBe(true)
  expect(parse(4, { ...small, enabled: false }).success).toBe(true)
})
