/** Promises about a WebSocket that lasts: a new policy counts from the next message on, and the journal does not wait. */
import { expect, test } from 'vitest'
import { card, email } from '../planted.ts'
import { maskAll, replaceable } from '../setup.ts'
import { closePayload, opcodes } from './frames.ts'
import { talk } from './talk.ts'

const [rule] = maskAll.exchanges
const said = JSON.stringify({ card, mail: email })

test('a new policy counts for the next message, and the one before it stays as it was decided', async () => {
  const keeping = { ...maskAll, exchanges: [{ ...rule, id: 'keep', entities: { '*': 'keep' } }] }
  const refusing = { ...maskAll, exchanges: [{ ...rule, id: 'none', entities: { '*': 'refuse' } }] }
  const rules = replaceable(keeping)
  const { client, server, proxy } = await talk({ ports: { policy: rules.source } })
  client.text(said)
  expect(await server.message(1)).toBe(said)
  rules.replace(maskAll)
  proxy.egress.reconfigure(proxy.options)
  client.text(said)
  expect(await server.message(2)).toContain('"************1111"')
  rules.replace(refusing)
  proxy.egress.reconfigure(proxy.options)
  client.text('nothing in it').text(said)
  expect((await server.closed())?.code).toBe(1008)
  expect(server.messages).toHaveLength(3)
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'refused-midstream',
    reason: 'entity-refused',
    ruleId: 'none',
    findingCounts: { CREDIT_CARD: 3, EMAIL: 3 },
  })
})

test('a client that is served no more is told so, and so is the destination', async () => {
  const { client, server, proxy } = await talk()
  client.text('x')
  await server.message(1)
  proxy.egress.reconfigure({ ...proxy.options, clients: ['127.0.0.2/32'] })
  expect((await client.closed())?.code).toBe(1008)
  expect((await server.closed())?.code).toBe(1008)
  const why = { action: 'refused-midstream', reason: 'client-not-allowed', status: 101 }
  expect(await proxy.recordAt(0)).toMatchObject(why)
})

test('one that lasts is in the journal each quarter of an hour in which something was said', async () => {
  let ahead = 0
  const clock = { now: () => Date.now() + ahead, monotonic: () => performance.now() + ahead }
  const { client, server, proxy } = await talk({
    ports: { clock },
    limits: { tunnelIdleTimeoutMs: 24 * 60 * 60_000 },
  })
  client.text(said).text('more')
  await server.message(2)
  expect(proxy.records).toEqual([])
  ahead += 16 * 60_000
  client.text(said)
  await server.message(3)
  const part = await proxy.recordAt(0)
  ahead += 60 * 60_000
  server.text('back')
  await client.message(1)
  client.send({ opcode: opcodes.close, payload: closePayload(1000) })
  await server.until(({ close }) => close !== null)
  server.send({ opcode: opcodes.close, payload: closePayload(1000) })
  const last = await proxy.recordAt(2)
  expect(part).toMatchObject({
    action: 'transform',
    ruleId: 'mask-all',
    status: 101,
    findingCounts: { CREDIT_CARD: 2, EMAIL: 2 },
  })
  expect(part.notes).toEqual(['websocket', 'sent:3', 'received:0', `part-of:${last.id}`])
  expect(part.durationMs).toBeGreaterThanOrEqual(16 * 60_000)
  expect(proxy.records[1]).toMatchObject({ action: 'pass', findingCounts: {} })
  expect(proxy.records[1]?.notes).toEqual(['websocket', 'sent:0', 'received:1', `part-of:${last.id}`])
  expect(last.notes).toEqual(['websocket', 'sent:0', 'received:0', 'closed:1000'])
  expect(proxy.records).toHaveLength(3)
  expect(part.id < (proxy.records[1]?.id ?? '')).toBe(true)
})
