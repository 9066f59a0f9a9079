/** Promises about requests that a destination certainly did not look at: they are asked again, and each in peace. */
import { constants, type ServerHttp2Session, type ServerHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import { waitFor } from '../raw.ts'
import { startProxy } from '../setup.ts'
import { ask, http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'

interface Ending {
  /** So many streams of a connection are answered; those behind them are left. */
  answers: number
  code: number
}

/** A destination that says goodbye to each connection while its last streams are still being answered. */
function startEnding({ answers, code }: Ending) {
  const asked = new Map<string, number>()
  const begin = (stream: ServerHttp2Stream, { headers }: { headers: { ':path'?: string | undefined } }) => {
    const id = stream.id ?? 0
    const last = 2 * answers - 1
    if (id > last) return
    const path = headers[':path'] ?? ''
    asked.set(path, (asked.get(path) ?? 0) + 1)
    const session = stream.session as ServerHttp2Session
    const isGraceful = code === constants.NGHTTP2_NO_ERROR
    if (id === last && isGraceful) session.goaway(code, last)
    setTimeout(() => {
      if (stream.destroyed) return
      stream.respond({ ':status': 200 })
      stream.end('answer', () => {
        if (id !== last) return
        if (isGraceful) session.close()
        // An error ends what is still on its way, and overtakes it.
        else setTimeout(() => session.destroyed || session.goaway(code, last), 50)
      })
    }, 20)
  }
  return startHttp2Origin({ begin }).then((origin) => ({ origin, asked }))
}

const gentle = constants.NGHTTP2_NO_ERROR
test.each([
  ['GET', 'after one request', { answers: 1, code: gentle }],
  ['POST', 'after one request', { answers: 1, code: gentle }],
  ['GET', 'after ten requests', { answers: 10, code: gentle }],
  ['POST', 'after one request, with an error', { answers: 1, code: constants.NGHTTP2_ENHANCE_YOUR_CALM }],
] as const)(
  'forty times %s at once are answered, each once, where each connection ends %s',
  async (method, _, ending) => {
    const { origin, asked } = await startEnding(ending)
    const proxy = await startProxy([origin], { limits: { upstreamConnections: 64 } })
    const session = await http2Session(proxy, origin)
    const paths = Array.from({ length: 40 }, (_unused, i) => `/r${i}`)
    const body = method === 'POST' ? '{}' : undefined
    const head = { ':method': method, 'content-type': 'application/json' }
    const answers = await Promise.all(paths.map((path) => ask(session, { ...head, ':path': path }, body)))
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 200))
    expect([...asked.values()]).toEqual(paths.map(() => 1))
    expect(proxy.faults).toEqual([])
  },
)

test('they wait for each other where a destination may have one connection', async () => {
  const { origin, asked } = await startEnding({ answers: 1, code: gentle })
  const proxy = await startProxy([origin], { limits: { upstreamConnections: 1 } })
  const session = await http2Session(proxy, origin)
  const paths = Array.from({ length: 10 }, (_unused, i) => `/r${i}`)
  const first = paths.map((path) => ask(session, { ':path': path }))
  // Some come while others wait in line.
  await waitFor(() => asked.size > 2)
  const late = ask(session, { ':path': '/late' })
  const answers = await Promise.all([...first, late])
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200))
  expect([...asked.values()]).toEqual(answers.map(() => 1))
})

test('a destination that looks at nothing is asked a few times, and its client is told then', async () => {
  let asked = 0
  const origin = await startHttp2Origin({
    begin: (stream) => {
      asked += 1
      stream.close(constants.NGHTTP2_REFUSED_STREAM)
    },
  })
  const proxy = await startProxy([origin])
  const session = await http2Session(proxy, origin)
  expect((await ask(session, { ':path': '/' })).status).toBe(502)
  expect(asked).toBe(4)
  expect(await proxy.recordAt(0)).toMatchObject({ action: 'fail', reason: 'upstream-protocol' })
})

test('nobody waits behind those that are asked again and thought about, and these wait no longer than for a head', async () => {
  const seen = new Set<string>()
  const origin = await startHttp2Origin({
    begin: (stream, { headers }) => {
      const path = headers[':path'] ?? ''
      if (path === '/quick') {
        stream.respond({ ':status': 200 }, { endStream: true })
        return
      }
      // Left the first time, and thought about for ever the second.
      if (!seen.has(path)) stream.close(constants.NGHTTP2_REFUSED_STREAM)
      seen.add(path)
    },
  })
  const limits = { upstreamConnections: 2, upstreamHeadersTimeoutMs: 4000 }
  const proxy = await startProxy([origin], { limits })
  const session = await http2Session(proxy, origin)
  const begun = performance.now()
  const slow = Array.from({ length: 6 }, (_, i) => ask(session, { ':path': `/slow${i}` }))
  await waitFor(() => origin.streams.length >= 8)
  expect((await ask(session, { ':path': '/quick' })).status).toBe(200)
  expect(performance.now() - begun).toBeLessThan(limits.upstreamHeadersTimeoutMs)
  const statuses = (await Promise.all(slow)).map(({ status }) => status)
  expect(statuses).toEqual(slow.map(() => 504))
  // In line for one turn, and thought about for another at the most.
  expect(performance.now() - begun).toBeLessThan(3 * limits.upstreamHeadersTimeoutMs)
})
