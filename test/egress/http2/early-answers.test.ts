/** Promises about destinations that answer, or stop listening, before a request is through. */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { constants, type ServerHttp2Stream } from 'node:http2'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { createServer } from 'node:tls'
import { expect, onTestFinished, test } from 'vitest'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { makeDemoCertificates } from '../../../gateway/demo/certificates.ts'
import { waitFor } from '../raw.ts'
import {
  codes,
  type Frame,
  fieldBlock,
  flags,
  frame,
  frameTypes,
  preface,
  readFrames,
  settingsFrame,
  uint32,
} from './frames.ts'
import { startHttp2Origin } from './origin.ts'
import { ask, scene, upload } from './sessions.ts'

interface Taken {
  bytes: number
  isWhole: boolean
}

/** Counts what comes, and reads it all. */
function counted(stream: ServerHttp2Stream): Taken {
  const taken: Taken = { bytes: 0, isWhole: false }
  stream.on('data', (chunk: Buffer) => {
    taken.bytes += chunk.length
  })
  stream.once('end', () => {
    taken.isWhole = !stream.aborted
  })
  return taken
}

const whole = Buffer.alloc(MiB, 'what is held')

test('what is held of a request arrives whole, though its answer was over before', async () => {
  let taken: Taken | undefined
  const origin = await startHttp2Origin({
    begin(stream) {
      stream.respond({ ':status': 202 }, { endStream: true })
      taken = counted(stream)
    },
  })
  const { sessions, open } = await scene(origin)
  open()
  const heard = ask(sessions, false, upload(whole))
  await waitFor(() => heard.isOver && taken?.isWhole === true)
  expect(heard).toMatchObject({ status: 202, error: null })
  expect(taken).toEqual({ bytes: MiB, isWhole: true })
  sessions.destroy()
})

/** A destination that says this once it has the head of a request, and takes nothing of what follows. */
async function startWireOrigin(said: readonly Buffer[]) {
  const host = 'origin.example.test'
  const got: Frame[] = []
  const made = makeDemoCertificates(host, { now: Date.now(), random: randomBytes })
  const server = createServer({ cert: made.chainPem, key: made.keyPem, ALPNProtocols: ['h2'] }, (socket) => {
    socket.write(settingsFrame())
    let pending: Buffer = Buffer.alloc(0)
    let skip = preface.length
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      const { frames, rest } = readFrames(Buffer.concat([pending, chunk.subarray(skip)]))
      skip = Math.max(0, skip - chunk.length)
      pending = rest
      got.push(...frames)
      if (frames.some(({ type }) => type === frameTypes.headers)) socket.write(Buffer.concat(said))
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  return { host, port: (server.address() as AddressInfo).port, rootPem: made.rootPem, got }
}

const head = frame(frameTypes.headers, flags.endHeaders, 1, fieldBlock([[':status', '200']]))
const beginning = frame(frameTypes.data, 0, 1, Buffer.from('beginning'))
const whole202 = frame(
  frameTypes.headers,
  flags.endHeaders | flags.endStream,
  1,
  fieldBlock([[':status', '202']]),
)
const reset = frame(frameTypes.rstStream, 0, 1, uint32(codes.noError))

test('no destination is told that it has all of an upload, where its answer ended that', async () => {
  const origin = await startWireOrigin([whole202])
  const { sessions, open } = await scene(origin)
  open()
  const body = new Readable({ read() {} })
  body.push(Buffer.alloc(KiB))
  const heard = ask(sessions, false, upload(body))
  const resetOf = () => origin.got.find(({ type }) => type === frameTypes.rstStream)
  await waitFor(() => heard.isOver && resetOf() !== undefined)
  expect(heard).toMatchObject({ status: 202, error: null })
  expect(resetOf()?.payload).toEqual(uint32(codes.cancel))
  expect(body.destroyed).toBe(true)
  sessions.destroy()
})

test.each([
  ['before an answer', [reset]],
  ['in the middle of an answer', [head, beginning, reset]],
])('a stream that is reset without an error %s, while its upload waits, ends at once', async (_, said) => {
  const origin = await startWireOrigin(said)
  const { sessions, open } = await scene(origin)
  open()
  const heard = ask(sessions, false, upload(whole))
  await waitFor(() => heard.isOver, 5000)
  expect(heard.error).toMatchObject({ name: 'UpstreamReset' })
  sessions.destroy()
})

test('a destination that wants no more behind its answer leaves nothing running', async () => {
  const origin = await startHttp2Origin({
    begin(stream) {
      stream.respond({ ':status': 413 }, { endStream: true })
      // Nothing is read of it: the upload waits for a window that never opens.
      setTimeout(() => stream.close(constants.NGHTTP2_NO_ERROR), 100)
    },
  })
  const { sessions, open } = await scene(origin, { idleMs: 50 })
  open()
  const heard = ask(sessions, false, upload(whole))
  await waitFor(() => heard.isOver)
  expect(heard).toMatchObject({ status: 413, error: null })
  await waitFor(() => sessions.isIdle, 5000)
})
