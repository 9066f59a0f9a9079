/** Promises that no request reaches a destination which gateway and destination could read in two ways. */
import { describe, expect, test } from 'vitest'
import { fieldOf, plainWire, type RawOrigin, startRawOrigin, tunnelWire, type Wire, waitFor } from './raw.ts'
import { type Proxy, startProxy } from './setup.ts'
import {
  chunks,
  codings,
  fields,
  lengths,
  lines,
  type Opening,
  targets,
  type Vector,
} from './smuggling-vectors.ts'

const ways = ['plain', 'tunnel'] as const
type Way = (typeof ways)[number]

interface Scene {
  origin: RawOrigin
  proxy: Proxy
  wire: Wire
  at: Opening
}

async function scene(way: Way): Promise<Scene> {
  const origin = await startRawOrigin({ plain: way === 'plain' })
  const proxy = await startProxy([origin])
  const wire = way === 'plain' ? await plainWire(proxy) : await tunnelWire(proxy, origin)
  const authority = `${origin.host}:${origin.port}`
  const prefix = way === 'plain' ? `http://${authority}` : ''
  const at: Opening = {
    line: (method, path, version = '1.1') => `${method} ${prefix}${path} HTTP/${version}\r\n`,
    host: `Host: ${authority}\r\n`,
    authority,
  }
  return { origin, proxy, wire, at }
}

async function expectRefused(vector: Vector, way: Way): Promise<void> {
  const { origin, proxy, wire, at } = await scene(way)
  // Whoever reads the vector in another way than the gateway finds this behind it.
  const after = `${at.line('GET', '/after')}${at.host}\r\n`
  wire.send(vector.bytes(at) + after)
  await wire.closed()
  expect(wire.statuses).toEqual([vector.status ?? 400])
  expect(wire.text).toMatch(/\r\nConnection: close\r\n/i)
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({
    action: 'refuse',
    reason: 'malformed-request',
    status: vector.status ?? 400,
  })
  expect(proxy.records).toHaveLength(1)
  expect(origin.bytes.toString('latin1')).toBe('')
  expect(proxy.faults).toEqual([])
}

for (const way of ways) {
  describe(way === 'plain' ? 'on a plain proxy connection' : 'inside an intercepted tunnel', () => {
    const groups = { lengths, codings, chunks, lines, targets, fields }
    for (const [group, vectors] of Object.entries(groups)) {
      describe(group, () => {
        for (const vector of vectors.filter((each) => (each.only ?? way) === way)) {
          test(`${vector.what} is refused, and what follows is not read`, () => expectRefused(vector, way))
        }
      })
    }
  })
}
