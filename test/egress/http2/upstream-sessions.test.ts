/** Promises about the sessions that one client has with one destination: when they begin, and when they end. */

import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { expect, onTestFinished, test } from 'vitest'
import { KiB, MiB } from '../../../gateway/core/units.ts'
import { waitFor } from '../raw.ts'
import type { limits } from '../setup.ts'
import { startHttp2Origin } from './origin.ts'
import { ask, scene, upload, usual } from './sessions.ts'

test('what waits for a connection is still asked on it where the sessions are closed meanwhile, and none follows', async () => {
  const origin = await startHttp2Origin()
  const { sessions, open, connects } = await scene(origin)
  const one = ask(sessions)
  const other = ask(sessions)
  sessions.close()
  open()
  await waitFor(() => one.isOver && other.isOver)
  expect([one.status, other.status, one.error, other.error]).toEqual([200, 200, null, null])
  expect(connects()).toBe(1)
  await waitFor(() => origin.sessions.size === 0 && sessions.isIdle)
})

test('what waits for a connection is told where they are ended at once, and nothing is sent', async () => {
  const origin = await startHttp2Origin()
  const { sessions, open, connects } = await scene(origin)
  const heard = ask(sessions)
  sessions.destroy()
  open()
  await waitFor(() => heard.isOver)
  expect(heard.error).toBeInstanceOf(Error)
  const late = ask(sessions)
  await waitFor(() => late.isOver)
  expect(late.error).toBeInstanceOf(Error)
  expect(connects()).toBe(1)
  expect(origin.streams).toEqual([])
  await waitFor(() => origin.sessions.size === 0)
})

test('a session that was silent while it was busy still ends once it has nothing to do', async () => {
  let answer = () => {}
  const origin = await startHttp2Origin({
    answer(stream) {
      answer = () => {
        stream.respond({ ':status': 200 })
        stream.end()
      }
    },
  })
  const { sessions, open } = await scene(origin, { idleMs: 50 })
  open()
  const heard = ask(sessions)
  await waitFor(() => origin.streams.length === 1)
  await wait(300)
  answer()
  await waitFor(() => heard.isOver)
  expect(heard.status).toBe(200)
  await waitFor(() => sessions.isIdle && origin.sessions.size === 0)
})

test('a destination that goes silent is given up also where its client had stopped reading before', async () => {
  const origin = await startHttp2Origin({
    answer(stream) {
      stream.respond({ ':status': 200 })
      stream.write('beginning')
    },
  })
  const { sessions, open } = await scene(origin, { upstreamIdleTimeoutMs: 50 })
  open()
  const heard = ask(sessions, true)
  await waitFor(() => heard.status === 200)
  await wait(300)
  expect(heard.isOver).toBe(false)
  heard.controller?.resume()
  await waitFor(() => heard.isOver)
  expect(heard).toMatchObject({ bytes: 9, error: { code: 'UND_ERR_BODY_TIMEOUT' } })
  sessions.destroy()
})

/** A destination with a long answer, one that never begins to answer, one that never goes on, and one that is quick. */
async function unreadScene(changes: Partial<typeof limits> = {}) {
  const origin = await startHttp2Origin({
    answer(stream, { headers, body }) {
      if (headers[':path'] === '/silent') return
      stream.respond({ ':status': 200 })
      if (headers[':path'] === '/begun') stream.write('beginning')
      else stream.end(headers[':path'] === '/long' ? Buffer.alloc(MiB) : `got ${body.length}`)
    },
  })
  const few = { upstreamConnections: 1, maxHeldBytes: 64 * KiB, ...changes }
  const { sessions, open, connects } = await scene(origin, few)
  open()
  const asked = (path: string, body: Readable | null = null) =>
    ask(sessions, path === '/long', { ...usual, method: body ? 'POST' : 'GET', target: path, body })
  /** Somebody reads nothing of a long answer, until its session is read no more. */
  const leaveUnread = async () => {
    const slow = asked('/long')
    await waitFor(() => slow.status === 200)
    await wait(200)
    return slow
  }
  return { sessions, asked, leaveUnread, connects }
}

test('nothing new is asked on a session that is not read: its head and its upload go on another', async () => {
  const { sessions, asked, leaveUnread, connects } = await unreadScene()
  const slow = await leaveUnread()
  const head = asked('/quick')
  const upload = asked('/upload', Readable.from(Array.from({ length: 32 }, () => Buffer.alloc(64 * KiB))))
  await waitFor(() => head.isOver && upload.isOver)
  expect([head.status, upload.status, head.error, upload.error]).toEqual([200, 200, null, null])
  expect(upload.bytes).toBe(`got ${2 * MiB}`.length)
  expect(connects()).toBe(2)
  slow.controller?.resume()
  await waitFor(() => slow.isOver)
  expect(slow).toMatchObject({ bytes: MiB, error: null })
  sessions.destroy()
})

test('what waits behind answers that nobody reads ends in its time, head, upload and rest of an answer', async () => {
  const times = { upstreamHeadersTimeoutMs: 600, upstreamIdleTimeoutMs: 600 }
  const { sessions, asked, leaveUnread, connects } = await unreadScene(times)
  const begun = asked('/begun')
  const upload = asked('/silent', new Readable({ read() {} }))
  await waitFor(() => begun.status === 200)
  const slow = [await leaveUnread(), await leaveUnread()]
  // As many again as otherwise, and no more.
  const late = asked('/quick')
  await waitFor(() => late.isOver && upload.isOver && begun.isOver)
  for (const { error } of [late, upload]) expect(error).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' })
  expect(begun.error).toMatchObject({ code: 'UND_ERR_BODY_TIMEOUT' })
  expect(slow.map(({ isOver }) => isOver)).toEqual([false, false])
  expect(connects()).toBe(2)
  sessions.destroy()
})

test.each([
  ['as a whole', Buffer.alloc(MiB)],
  ['in pieces', Readable.from([Buffer.alloc(MiB)])],
])(
  'an upload %s that the destination opens no window for ends in its time, however much else moves there',
  async (_, body) => {
    const origin = await startHttp2Origin({ settings: { initialWindowSize: 0 } })
    const { sessions, open } = await scene(origin, { upstreamHeadersTimeoutMs: 400 })
    open()
    const heard = ask(sessions, false, upload(body))
    await waitFor(() => origin.streams.length === 1)
    const pinging = setInterval(() => {
      for (const session of origin.sessions) session.ping(() => {})
    }, 20)
    onTestFinished(() => clearInterval(pinging))
    await waitFor(() => heard.isOver)
    expect(heard.error).toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' })
    // What it had said nothing against when it was connected to (RFC 9113 §6.9.2).
    expect(origin.streams[0]?.body.length).toBeLessThanOrEqual(0xffff)
    sessions.destroy()
  },
)

test.each([
  ['as a whole', Buffer.alloc(MiB)],
  ['in pieces', Readable.from([Buffer.alloc(MiB)])],
])(
  'an upload %s that the destination takes slowly goes on for longer than it may take nothing of it',
  async (_, body) => {
    let sipping: NodeJS.Timeout | undefined
    let bytes = 0
    const origin = await startHttp2Origin({
      begin(stream) {
        // Nothing is taken from it but this.
        sipping = setInterval(() => {
          bytes += (stream.read(16 * KiB) as Buffer | null)?.length ?? 0
          if (bytes < MiB) return
          clearInterval(sipping)
          stream.respond({ ':status': 200 }, { endStream: true })
        }, 20)
      },
    })
    onTestFinished(() => clearInterval(sipping))
    const { sessions, open } = await scene(origin, { upstreamHeadersTimeoutMs: 500 })
    open()
    const begun = performance.now()
    const heard = ask(sessions, false, upload(body))
    await waitFor(() => heard.isOver)
    expect(heard).toMatchObject({ status: 200, error: null })
    expect(bytes).toBe(MiB)
    expect(performance.now() - begun).toBeGreaterThan(1000)
    sessions.destroy()
  },
)

test('what nobody wants any more by the time that there is a connection is never sent', async () => {
  const origin = await startHttp2Origin()
  const { sessions, open } = await scene(origin)
  let isWanted = true
  const left = ask(sessions, false, { ...upload(new Readable({ read() {} })), isWanted: () => isWanted })
  const stays = ask(sessions)
  isWanted = false
  open()
  await waitFor(() => left.isOver && stays.isOver)
  expect([left.status, stays.status]).toEqual([null, 200])
  expect(origin.streams.map(({ headers }) => headers[':method'])).toEqual(['GET'])
  sessions.destroy()
})
