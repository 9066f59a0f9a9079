/** Promises about clients that take their answers slowly over HTTP/2: who goes on taking is not cut, who does not is let go. */
import type { ServerHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { testWith } from '../../support/clients.ts'
import { waitFor } from '../raw.ts'
import { curl, startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

const piece = Buffer.alloc(64 * KiB, 'a line of an answer\n')

function answerWith(bytes: number) {
  return (stream: ServerHttp2Stream) => {
    stream.respond({ ':status': 200, 'content-type': 'application/octet-stream' })
    let sent = 0
    const go = () => {
      while (sent < bytes && !stream.destroyed) {
        sent += piece.length
        if (!stream.write(piece)) return
      }
      stream.end()
    }
    stream.on('drain', go)
    go()
  }
}

testWith(
  'curl',
  'who reads slowly all the time gets all of it, though the kernel hides that for long',
  async () => {
    const origin = await startHttp2Origin({ answer: answerWith(16 * MiB) })
    const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 100 } })
    const url = `https://${origin.host}:${origin.port}/`
    const args = ['--http2', '--limit-rate', '2m', '--output', '/dev/null', '--write-out', '%{size_download}']
    const { code, stdout } = await curl('curl', proxy, [...args, url])
    expect([code, stdout.toString()]).toEqual([0, String(16 * MiB)])
  },
)

test('who opens no window is let go in the time that is set', async () => {
  const origin = await startHttp2Origin({ answer: answerWith(16 * MiB) })
  const proxy = await startProxy([origin], { limits: { bodyIdleTimeoutMs: 300 } })
  const stream = (await http2Session(proxy, origin)).request({ ':path': '/' })
  stream.on('error', () => {})
  stream.pause()
  await waitFor(() => stream.closed, 5000)
  expect(stream.closed).toBe(true)
  expect(await proxy.recordAt(0)).toMatchObject({
    ...{ action: 'fail', reason: 'client-not-reading', status: 200 },
  })
})
