/** Promises about files that are sent over a WebSocket: they are opened as those that are sent in a body. */
import { Buffer } from 'node:buffer'
import { describe, expect, test } from 'vitest'
import { docx, entryOf, paragraph, rawZip } from '../../core/files/support.ts'
import { maskAll } from '../setup.ts'
import { opcodes } from './frames.ts'
import { talk } from './talk.ts'

const rule = maskAll.exchanges[0]
const withRule = (changes: object) => ({ ...maskAll, exchanges: [{ ...rule, ...changes }] })
const letter = docx(paragraph('joe@exam', 'ple.com'))
const textIn = (file: Buffer) => entryOf(file, 'word/document.xml')
const bytesOf = (message: string) => Buffer.from(message.replace('binary:', ''), 'hex')

describe('in a text message', () => {
  test.each([
    ['JSON', ''],
    ['JSON behind the prefix of Socket.IO', '42'],
  ])('a document in Base64 in %s arrives rewritten', async (_, prefix) => {
    const { client, server, proxy } = await talk()
    client.text(`${prefix}["upload",{"data":"${letter.toString('base64')}"}]`)
    const [, { data }] = JSON.parse((await server.message(1)).slice(prefix.length))
    expect(textIn(Buffer.from(data, 'base64'))).toContain('j**@example.com')
    client.socket.end()
    expect((await proxy.recordAt(0)).findings).toMatchObject([{ type: 'EMAIL', path: '[1].data' }])
  })

  test('what nobody opens is told, behind the prefix of Socket.IO too', async () => {
    const { client, server, proxy } = await talk()
    client.text(`42["upload",{"data":"${Buffer.from('%PDF-1.7 and so on and on').toString('base64')}"}]`)
    await server.message(1)
    client.socket.end()
    expect((await proxy.recordAt(0)).notes).toContain('opaque:pdf')
  })

  test('a document that is packed a thousandfold is not opened', async () => {
    const { client, server, proxy } = await talk()
    const bomb = docx(paragraph('a@b.co '.repeat(1_500_000))).toString('base64')
    client.text(`{"data":"${bomb}"}`)
    expect(await server.message(1)).toContain(bomb)
    client.socket.end()
    expect((await proxy.recordAt(0)).notes).toContain('opaque:large')
  })
})

describe('as a binary message', () => {
  test('a document arrives rewritten, even where nothing may go unread', async () => {
    const { client, server, proxy } = await talk({ policy: withRule({ onOpaque: 'refuse' }) })
    client.send({ opcode: opcodes.binary, payload: letter })
    expect(textIn(bytesOf(await server.message(1)))).toContain('j**@example.com')
    client.socket.end()
    expect(await proxy.recordAt(0)).toMatchObject({ action: 'transform', findingCounts: { EMAIL: 1 } })
  })

  test('a document that two programs would read in two ways ends it where the rule refuses that', async () => {
    const entry = { name: 'word/document.xml', content: '<w:document/>' }
    const broken = rawZip([{ name: '[Content_Types].xml', content: '<Types/>' }, entry, entry])
    const { client, server, proxy } = await talk()
    client.send({ opcode: opcodes.binary, payload: broken })
    expect((await client.closed())?.code).toBe(1008)
    expect(server.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ reason: 'undecodable' })
  })

  test('a picture goes without who took it', async () => {
    const picture = Buffer.from('\xff\xd8\xff\xfe\x00\x09Planted\xff\xd9', 'latin1')
    const { client, server } = await talk({ policy: withRule({ files: { metadata: 'strip' } }) })
    client.send({ opcode: opcodes.binary, payload: picture })
    expect(await server.message(1)).toBe('binary:ffd8ffd9')
  })

  test('a picture is refused where nothing may go unread', async () => {
    const { client, server, proxy } = await talk({ policy: withRule({ onOpaque: 'refuse' }) })
    client.send({ opcode: opcodes.binary, payload: Buffer.from('\x89PNG\r\n\x1a\n\0\0\0\0', 'latin1') })
    expect((await client.closed())?.code).toBe(1008)
    expect(server.messages).toEqual([])
    expect(await proxy.recordAt(0)).toMatchObject({ reason: 'opaque-content' })
  })
})
