/** Promises that no request reaches a destination which gateway and destination could read in two ways. */
import { describe, expect, test } from 'vitest'
import { fieldOf, type WireRequest } from './raw.ts'
import { scene, type Way, ways } from './scene.ts'
import { type Readable, readable } from './smuggling-readable.ts'
import { chunks, codings, fields, lengths, lines, targets, type Vector } from './smuggling-vectors.ts'

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
    // Too long is told apart from unclear.
    reason: vector.status === 414 || vector.status === 431 ? 'limit' : 'malformed-request',
    status: vector.status ?? 400,
  })
  // Whoever is told no can say which of the journal's records it was.
  expect(wire.text).toContain(`"exchange":"${record.id}"`)
  expect(proxy.records).toHaveLength(1)
  expect(origin.bytes.toString('latin1')).toBe('')
  expect(proxy.faults).toEqual([])
}

async function expectRead(each: Readable, way: Way): Promise<void> {
  const { origin, proxy, wire, at } = await scene(way)
  wire.send(`${each.bytes(at)}${at.line('GET', '/after')}${at.host}\r\n`)
  await wire.until(/answer to \/after/)
  expect(wire.statuses).toEqual([200, 200])
  expect(origin.inexplicable).toEqual([])
  expect(origin.requests).toHaveLength(2)
  const [first, second] = origin.requests as [WireRequest, WireRequest]
  expect(first.body.toString('latin1')).toBe(each.body ?? '')
  expect(fieldOf(first, 'host')).toBe(at.authority)
  expect(second.line).toBe('GET /after HTTP/1.1')
  each.arrives?.(first, at)
  // What the gateway read is what the origin read.
  const record = await proxy.recordAt(0)
  const length = each.body?.length ?? 0
  expect(record).toMatchObject({
    destination: origin.host,
    requestBytes: length,
    forwardedBytes: length,
    status: 200,
  })
  expect(first.line.startsWith(`${record.method} `)).toBe(true)
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
    describe('one meaning', () => {
      for (const each of readable.filter((candidate) => (candidate.only ?? way) === way)) {
        test(each.what, () => expectRead(each, way))
      }
    })
  })
}
