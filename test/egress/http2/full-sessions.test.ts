/** Promises about destinations that take few requests at once: the others wait here, and go in their order or not at all. */
import type { ServerHttp2Stream } from 'node:http2'
import { expect, test } from 'vitest'
import { waitFor } from '../raw.ts'
import { startProxy } from '../setup.ts'
import { http2Session } from './client.ts'
import { startHttp2Origin } from './origin.ts'
import { ask, scene, usual } from './sessions.ts'

/** Takes two requests at once, and answers when it is told to. */
async function startSmallOrigin() {
  const running: ServerHttp2Stream[] = []
  const origin = await startHttp2Origin({
    settings: { maxConcurrentStreams: 2 },
    begin: (stream) => void running.push(stream),
  })
  // Before it has heard of the bound, a client may ask for as much as it likes (RFC 9113 §6.5.2).
  let isHeard = false
  origin.server.once('session', (session) => session.once('localSettings', () => (isHeard = true)))
  const firstRuns = () => waitFor(() => running.length === 1 && isHeard)
  const asked = () => origin.streams.map(({ headers }) => String(headers[':path']))
  const answerNext = () => running.shift()?.respond({ ':status': 204 }, { endStream: true })
  return { origin, running, firstRuns, asked, answerNext }
}

test('what a destination has no room for is asked in its order, as soon as it has', async () => {
  const { origin, running, firstRuns, asked, answerNext } = await startSmallOrigin()
  const { sessions, open } = await scene(origin, { upstreamConnections: 1 })
  open()
  const first = ask(sessions)
  await firstRuns()
  const paths = Array.from({ length: 20 }, (_, i) => `/${i}`)
  const rest = paths.map((target) => ask(sessions, false, { ...usual, target }))
  await waitFor(() => running.length === 2)
  expect(asked()).toEqual(['/', '/0'])
  while (![first, ...rest].every(({ isOver }) => isOver)) {
    answerNext()
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  expect(asked()).toEqual(['/', ...paths])
  expect(new Set(rest.map(({ status }) => status))).toEqual(new Set([204]))
  sessions.destroy()
})

test('who asks anew all the time overtakes nobody who waits', async () => {
  const { origin, running, firstRuns, asked } = await startSmallOrigin()
  const { sessions, open } = await scene(origin, { upstreamConnections: 1 })
  open()
  const first = ask(sessions)
  await firstRuns()
  for (const target of ['/second', '/waits']) ask(sessions, false, { ...usual, target })
  await waitFor(() => running.length === 2)
  first.controller?.abort(new Error('given up'))
  for (let i = 0; i < 30; i += 1) {
    ask(sessions, false, { ...usual, target: '/late' })
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await waitFor(() => asked().length === 3)
  expect(asked()).toEqual(['/', '/second', '/waits'])
  sessions.destroy()
})

test('nothing is asked any more for a client that has left, though its place at the destination is free', async () => {
  const { origin, running, firstRuns, asked } = await startSmallOrigin()
  const proxy = await startProxy([origin], { limits: { upstreamConnections: 1 } })
  const session = await http2Session(proxy, origin)
  const request = (path: string) => session.request({ ':path': path }).on('error', () => {})
  request('/first')
  await firstRuns()
  for (let i = 0; i < 20; i += 1) request(`/${i}`)
  await waitFor(() => running.length === 2)
  session.destroy()
  await waitFor(() => origin.streams.every(({ resetCode }) => resetCode !== 0))
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(asked()).toEqual(['/first', '/0'])
})
