/** Promises about what is said in a WebSocket: each message is read by the rule, as a body is. */
import { describe, expect, test } from 'vitest'
import { card, email, expectNothingPlanted, foundIn } from '../planted.ts'
import { ways } from '../scene.ts'
import { maskAll } from '../setup.ts'
import { closePayload, opcodes } from './frames.ts'
import { talk } from './talk.ts'

const rule = maskAll.exchanges[0]
const withRule = (changes: object) => ({ ...maskAll, exchanges: [{ ...rule, ...changes }] })

for (const way of ways) {
  describe(`a message (${way})`, () => {
    test('arrives with its card and its address masked, whatever it is written in, and the rest as it was', async () => {
      const { client, server, proxy } = await talk({ way })
      client.text(JSON.stringify({ note: 'Grüße', card, nested: [{ mail: email }] }))
      client.text(`the card is ${card}, write to ${email}`)
      client.text(`{"mail":"${email}"}\n{"card":"${card}"}\n`)
      client.text('nothing to see ✓')
      await server.message(4)
      expectNothingPlanted(server.messages.join())
      expect(JSON.parse(server.messages[0] ?? '')).toMatchObject({ note: 'Grüße', card: '************1111' })
      expect(server.messages[1]).toMatch(/^the card is \*{12}1111, write to \S+@\S+$/)
      expect(server.messages[2]).toMatch(/^\{"mail":"[^"]+"\}\n\{"card":"\*{12}1111"\}\n$/)
      expect(server.messages[3]).toBe('nothing to see ✓')
      server.text('{"answer":"ok"}')
      expect(await client.message(1)).toBe('{"answer":"ok"}')
      client.send({ opcode: opcodes.close, payload: closePayload(1000, 'bye') })
      await server.until(({ close }) => close !== null)
      expect(server.close).toEqual({ code: 1000, reason: 'bye' })
      server.send({ opcode: opcodes.close, payload: closePayload(1000, 'bye') })
      expect(await client.closed()).toEqual({ code: 1000, reason: 'bye' })
      const record = await proxy.recordAt(0)
      expect(record).toMatchObject({
        action: 'transform',
        reason: 'rule',
        method: 'GET',
        status: 101,
        ruleId: 'mask-all',
        findingCounts: { CREDIT_CARD: 3, EMAIL: 3 },
      })
      expect(record.notes).toEqual(['websocket', 'sent:4', 'received:1', 'closed:1000'])
      expect(foundIn(record)).toContain('CREDIT_CARD body card mask')
      expect(record.responseBytes).toBe(15)
      expect(proxy.records).toHaveLength(1)
      expect(proxy.faults).toEqual([])
    })

    test('that the rule refuses is not sent on: both sides get 1008, and the journal says what was found', async () => {
      const policy = withRule({ entities: { '*': 'mask', CREDIT_CARD: 'refuse' } })
      const { client, server, proxy } = await talk({ way, policy })
      client.text('first').text(`{"card":"${card}"}`).text('behind')
      expect(await server.closed()).toEqual({ code: 1008, reason: '' })
      const told = await client.closed()
      expect(server.messages).toEqual(['first'])
      const record = await proxy.recordAt(0)
      expect(told?.code).toBe(1008)
      expect(told?.reason).toBe(`Gatehouse: entity-refused (${record.id})`)
      expect(record).toMatchObject({
        action: 'refused-midstream',
        reason: 'entity-refused',
        ruleId: 'mask-all',
        findingCounts: { CREDIT_CARD: 1 },
      })
      expect(foundIn(record)).toEqual(['CREDIT_CARD body card refuse'])
      expect(proxy.faults).toEqual([])
    })
  })
}

test('what is found is only recorded where nothing is enforced', async () => {
  const policy = { ...withRule({ entities: { '*': 'refuse' } }), mode: 'observe' }
  const { client, server, proxy } = await talk({ policy })
  client.text(`{"card":"${card}"}`)
  expect(await server.message(1)).toBe(`{"card":"${card}"}`)
  client.socket.end()
  expect(await proxy.recordAt(0)).toMatchObject({
    action: 'pass',
    reason: 'observe-only',
    observed: true,
    findingCounts: { CREDIT_CARD: 1 },
  })
})

test('what is written as a binary message and can be read, is read', async () => {
  const { client, server } = await talk()
  client.send({ opcode: opcodes.binary, payload: `{"card":"${card}"}` })
  expect(await server.message(1)).toBe(`binary:${Buffer.from('{"card":"************1111"}').toString('hex')}`)
})

test('a binary message that nobody can read is refused where nothing may go unread', async () => {
  const { client, server, proxy } = await talk({ policy: withRule({ onOpaque: 'refuse' }) })
  client.send({ opcode: opcodes.binary, payload: Buffer.from([0, 1, 2, 255, 254]) })
  expect((await server.closed())?.code).toBe(1008)
  expect(server.messages).toEqual([])
  const why = { action: 'refused-midstream', reason: 'upgrade-not-inspected', ruleId: 'mask-all' }
  expect(await proxy.recordAt(0)).toMatchObject(why)
})

test('a binary message that nobody can read passes where the rule says so, and the journal says unread', async () => {
  const { client, server, proxy } = await talk({ policy: withRule({ onOpaque: 'pass' }) })
  client.send({ opcode: opcodes.binary, payload: Buffer.from([0, 1, 2, 255, 254]) })
  expect(await server.message(1)).toBe('binary:000102fffe')
  server.send({ opcode: opcodes.binary, payload: Buffer.from([9, 0, 255]) })
  expect(await client.message(1)).toBe('binary:0900ff')
  client.socket.end()
  const record = await proxy.recordAt(0)
  expect(record).toMatchObject({ action: 'pass', reason: 'upgrade-not-inspected' })
  expect(record.notes).toContain('unread')
})

test('a rule for what is sent counts for messages, though the handshake is a GET', async () => {
  const rules = [
    { id: 'reading', match: { methods: ['GET'] }, entities: { '*': 'keep' }, onFailure: 'pass' },
    { id: 'sending', entities: { CREDIT_CARD: 'refuse', '*': 'keep' }, onFailure: 'refuse' },
  ]
  const { client, server, proxy } = await talk({ policy: { ...maskAll, exchanges: rules } })
  client.send({ opcode: opcodes.text, payload: `{"card":"${card}"}` })
  expect((await server.closed())?.code).toBe(1008)
  expect(server.messages).toEqual([])
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', ruleId: 'sending' })
})

test('control characters do not make a text message unreadable', async () => {
  const { client, server } = await talk()
  client.text(`SEND\ndestination:/queue\n\n{"card":"${card}"}\0`)
  expect(await server.message(1)).toBe('SEND\ndestination:/queue\n\n{"card":"************1111"}\0')
})

test.each([
  ['Socket.IO', '42["chat",', ']'],
  ['Socket.IO, in a room, with a number to answer to', '42/admin,17["chat",', ']'],
  ['SignalR', '', '\u001e'],
  ['lines', '', '\n{"next":1}\n'],
])('the names of fields tell what is in them in %s', async (_protocol, before, behind) => {
  const policy = withRule({ fields: { drop: ['*.birthday', 'birthday', '[1].birthday'] } })
  const { client, server } = await talk({ policy })
  client.text(`${before}{"birthday":"next week","card":"${card}"}${behind}`)
  const arrived = await server.message(1)
  expectNothingPlanted(arrived)
  expect(arrived).not.toContain('next week')
  expect(arrived.startsWith(before)).toBe(true)
  expect(arrived.endsWith(behind)).toBe(true)
})

test('a text that begins like JSON and is none is read as text, and refused where its fields have to be known', async () => {
  const text = `{"card":"${card}"} and so on, ["x"`
  const { client, server } = await talk()
  client.text(text).text('["hello"], she said').text('{"a":1')
  await server.message(3)
  expect(server.messages).toEqual([text.replace(card, '************1111'), '["hello"], she said', '{"a":1'])
  const strict = await talk({ policy: withRule({ fields: { drop: ['birthday'] } }) })
  strict.client.text(text)
  expect((await strict.client.closed())?.code).toBe(1008)
  expect(strict.server.messages).toEqual([])
  expect(await strict.proxy.recordAt(0)).toMatchObject({ reason: 'undecodable' })
})

test('the place of a finding counts from the beginning of the message', async () => {
  const { client, server, proxy } = await talk()
  const text = `42["chat",{"card":"${card}"}]`
  client.text(text)
  await server.message(1)
  client.socket.end()
  const { findings } = await proxy.recordAt(0)
  expect(findings).toMatchObject([{ path: '[1].card', offset: text.indexOf(card), length: card.length }])
})

test('a text that is written to look like UTF-16 is read as what it is', async () => {
  const { client, server } = await talk()
  client.text(`a\0b\0c\0d\0 ${card}`)
  expectNothingPlanted(await server.message(1))
})

test('more persons than the rule allows in an hour are refused, however many messages they come in', async () => {
  const policy = withRule({ entities: { '*': 'keep' }, maxPersons: 3 })
  const { client, server, proxy } = await talk({ policy })
  for (let i = 0; i < 5; i += 1) client.text(`{"mail":"person${i}@customer.example"}`)
  expect((await server.closed())?.code).toBe(1008)
  expect(server.messages).toHaveLength(3)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'too-many-persons' })
})

test('a message in many fragments is one message, with a ping between them', async () => {
  const { client, server } = await talk()
  client
    .send({ opcode: opcodes.text, fin: false, payload: '{"card":"4111' })
    .send({ opcode: opcodes.continuation, fin: false, payload: '11111111' })
    .send({ opcode: opcodes.ping, payload: 'between' })
    .send({ opcode: opcodes.continuation, fin: true, payload: '1111"}' })
  expect(await server.message(1)).toBe('{"card":"************1111"}')
  expect(server.frames.map(({ opcode }) => opcode)).toEqual([opcodes.ping, opcodes.text])
  expect(server.frames[0]?.payload.toString()).toBe('between')
})

describe('a message longer than what is held', () => {
  const limits = { holdBytes: 4096 }
  const long = JSON.stringify({ filling: 'x '.repeat(10_000), card })

  test('is read as a long body is, and arrives whole', async () => {
    const { client, server } = await talk({ limits })
    client.text(long)
    expect(await server.message(1)).toBe(long.replace(card, '************1111'))
  })

  test('ends the connection with 1009 where the rule refuses long ones', async () => {
    const { client, server, proxy } = await talk({ limits, policy: withRule({ onLarge: 'refuse' }) })
    client.text(long)
    expect((await client.closed())?.code).toBe(1009)
    expect(server.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'too-large' })
  })
})
