/** Promises about tokens in WebSockets: they leave in messages, and come back as values in the destination's. */
import { describe, expect, test } from 'vitest'
import { openTokenOffice, type TokenOfficeOptions } from '../../store/token-fixture.ts'
import { email } from '../planted.ts'
import { ways } from '../scene.ts'
import { closePayload, opcodes } from './frames.ts'
import { type TalkOptions, talk } from './talk.ts'

const tokenizing = (changes: object = {}) => ({
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [
    { id: 'tokens', entities: { '*': 'tokenize' }, restore: true, onFailure: 'refuse', ...changes },
  ],
})

async function setting(rule: object = {}, options: TalkOptions & { office?: TokenOfficeOptions } = {}) {
  const { office: as, ...others } = options
  const office = await openTokenOffice(as)
  const ports = { tokens: { keys: office.keys, store: office.store } }
  return { office, ...(await talk({ policy: tokenizing(rule), ports, ...others })) }
}

const mailToken = /EMAIL_[2-9A-HJKMNP-RTV-Z]{12}@token\.invalid/

for (const way of ways)
  test(`a destination gets tokens, and the client gets its values back (${way})`, async () => {
    const { client, server, proxy } = await setting({}, { way })
    client.text(JSON.stringify({ mail: email })).text(`write to ${email}`)
    await server.message(2)
    const [token] = mailToken.exec(server.messages[0] ?? '') ?? []
    expect(server.messages).toEqual([JSON.stringify({ mail: token }), `write to ${token}`])
    server.text(JSON.stringify({ answer: `I wrote to ${token}.`, said: `"${token}"` }))
    server.text(`to ${token} in plain words`)
    await client.message(2)
    expect(client.messages).toEqual([
      JSON.stringify({ answer: `I wrote to ${email}.`, said: `"${email}"` }),
      `to ${email} in plain words`,
    ])
    client.socket.end()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'transform', findingCounts: { EMAIL: 2 } })
    expect(proxy.faults).toEqual([])
  })

test('a token that an AI service says in pieces, a message each, is a value again, and no piece waits for another text', async () => {
  const { client, server } = await setting()
  client.text(JSON.stringify({ mail: email }))
  const token = mailToken.exec(await server.message(1))?.[0] ?? ''
  const delta = (text: string) =>
    JSON.stringify({
      type: 'response.output_text.delta',
      item_id: 'a',
      output_index: 0,
      content_index: 0,
      delta: text,
    })
  server
    .text(delta('Write to '))
    .text(delta(token.slice(0, 5)))
    .text(delta(token.slice(5, 12)))
  server.text(delta(`${token.slice(12)} now`))
  await client.message(4)
  const said = client.messages.map((message) => JSON.parse(message).delta).join('')
  expect(said).toBe(`Write to ${email} now`)
})

test('what was held back of a text leaves before the close', async () => {
  const { client, server } = await setting()
  client.text(JSON.stringify({ mail: email }))
  await server.message(1)
  server.text(JSON.stringify({ type: 'response.output_text.delta', item_id: 'a', delta: 'this is EMAIL_' }))
  server.send({ opcode: opcodes.close, payload: closePayload(1000) })
  await client.until(({ close }) => close !== null)
  const said = client.messages.map((message) => JSON.parse(message).delta).join('')
  expect(said).toBe('this is EMAIL_')
})

test('a message of no known shape never waits for the next one', async () => {
  const { client, server } = await setting()
  client.text(JSON.stringify({ mail: email }))
  await server.message(1)
  server.text('{"text":"EMAIL_7K3"}').text('PERSON_')
  await client.message(2)
  expect(client.messages).toEqual(['{"text":"EMAIL_7K3"}', 'PERSON_'])
})

test('tokens stay where the rule does not restore, and in binary messages', async () => {
  const { client, server } = await setting({ restore: false })
  client.text(JSON.stringify({ mail: email }))
  const told = await server.message(1)
  server.text(told)
  expect(await client.message(1)).toBe(told)
  const other = await setting()
  other.client.text(JSON.stringify({ mail: email }))
  const bytes = Buffer.from(await other.server.message(1))
  other.server.send({ opcode: opcodes.binary, payload: bytes })
  expect(await other.client.message(1)).toBe(`binary:${bytes.toString('hex')}`)
})

describe('tokens that cannot be kept', () => {
  const unkept = async (rule: object) => {
    const office = await openTokenOffice()
    const store = {
      register: (exchange: Parameters<typeof office.store.register>[0]) => office.store.register(exchange),
      release: (id: string) => office.store.release(id),
      restore: (id: string, codes: readonly string[]) => office.store.restore(id, codes),
      keep: () => Promise.resolve(false),
    }
    return talk({ policy: tokenizing(rule), ports: { tokens: { keys: office.keys, store } } })
  }

  test('do not leave: the message is refused where the rule says so', async () => {
    const { client, server, proxy } = await unkept({})
    client.text(JSON.stringify({ mail: email }))
    expect((await client.closed())?.code).toBe(1008)
    expect(server.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'refused-midstream', reason: 'tokens-not-kept' })
  })

  test('leave as masks otherwise', async () => {
    const { client, server } = await unkept({ onFailure: 'pass' })
    client.text(JSON.stringify({ mail: email })).text('behind it')
    await server.message(2)
    expect(server.messages[0]).not.toContain('jane.roe')
    expect(server.messages[0]).not.toMatch(mailToken)
    expect(server.messages[1]).toBe('behind it')
  })
})
