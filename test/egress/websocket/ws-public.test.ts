/** Promises about ws: the parts of it that the gateway uses are public, and do what RFC 6455 wants of them. */
import { readFileSync } from 'node:fs'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import * as ws from 'ws'
import { Receiver, Sender } from '../../../gateway/egress/websocket/framing.ts'

test('reader, writer, compression and fields are exported by their names', () => {
  for (const name of ['Receiver', 'Sender', 'PerMessageDeflate', 'extension'])
    expect(Object.keys(ws), name).toContain(name)
})

test('the version is pinned exactly, since their options are no part of its published types', () => {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(dependencies.ws).toMatch(/^\d+\.\d+\.\d+$/)
})

test('what one end writes the other reads: message, ping, pong and close, each once', async () => {
  for (const isServer of [true, false]) {
    const wire = new PassThrough()
    const sender = new Sender(wire, {})
    const bounds = { maxPayload: 1000, maxFragments: 10, maxBufferedChunks: 100 }
    const receiver = new Receiver({ isServer, extensions: {}, ...bounds })
    const seen: unknown[] = []
    receiver.on('message', (data: Buffer, isBinary: boolean) => seen.push([String(data), isBinary]))
    for (const kind of ['ping', 'pong'] as const)
      receiver.on(kind, (data: Buffer) => seen.push([kind, String(data)]))
    receiver.on('conclude', (code: number, reason: Buffer) => seen.push([code, String(reason)]))
    const mask = isServer
    sender.send(Buffer.from('text'), { binary: false, compress: false, fin: true, mask })
    sender.send(Buffer.from('bytes'), { binary: true, compress: false, fin: true, mask })
    sender.ping(Buffer.from('in'), mask)
    sender.pong(Buffer.from('out'), mask)
    sender.close(1000, Buffer.from('bye'), mask)
    for await (const chunk of wire.end()) receiver.write(chunk)
    expect(seen).toEqual([
      ['text', false],
      ['bytes', true],
      ['ping', 'in'],
      ['pong', 'out'],
      [1000, 'bye'],
    ])
  }
})
