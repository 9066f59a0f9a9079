/** Who is offered a review on the wire, for whom an answer counts there, and who finds the page. */
import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { createReviewFace } from '../../gateway/core/review/face.ts'
import { workerLinkKey } from '../../gateway/core/review/link.ts'
import type { ReviewNotice } from '../../gateway/core/review/notice.ts'
import type { Permit } from '../../gateway/core/review/permit.ts'
import { makeDemoCertificates } from '../../gateway/demo/certificates.ts'
import { ask, http2Session, proxyName, proxySession } from './http2/client.ts'
import { startHttp2Origin } from './http2/origin.ts'
import { basic, knownUsers } from './known-users.ts'
import { card } from './planted.ts'
import { exchangeThrough } from './send.ts'
import { type Origin, type ProxyChanges, startOrigin, startProxy } from './setup.ts'
import { handshake } from './websocket/talk.ts'

const policy = {
  mode: 'enforce',
  connections: [{ id: 'all', action: 'intercept' }],
  exchanges: [{ id: 'cards', entities: { CREDIT_CARD: 'refuse', '*': 'keep' } }],
}
const body = JSON.stringify({ note: `card ${card}` })

async function reviewingProxy(origins: readonly Origin[], changes: ProxyChanges = {}) {
  let facts = 0
  const asked: string[][] = []
  const permits: Permit[] = []
  const notice: ReviewNotice = { state: 'full' }
  const told = (...words: string[]) => {
    asked.push(words)
    return Promise.resolve(notice)
  }
  const face = createReviewFace({
    facts() {
      facts += 1
      return { officeName: 'Office', contact: 'Kim', reviewsAt: 'http://gatehouse.test:8080' }
    },
    signer: () => ({ worker: 'here', key: workerLinkKey(randomBytes(32), 'here') }),
    permits: () => permits,
    window: {
      look: (id, address) => told('look', id, address),
      ask: (id, address) => told('ask', id, address),
      claim: async () => true,
    },
    tunnels: () => [],
    trouble: {
      list: async () => ({ state: 'full' }),
      look: async () => ({ state: 'full' }),
      ask: async () => ({ state: 'full' }),
    },
    steadyMs: () => 0,
  })
  const proxy = await startProxy(origins, { policy, ...changes, ports: { reviews: face, ...changes.ports } })
  const permit = (client: string, { host, port }: Pick<Origin, 'host' | 'port'>) =>
    permits.push({
      ...{
        review: 'abc',
        answer: '15m',
        client,
        destination: host,
        port,
        rule: 'cards',
        request: null,
        until: 1,
      },
      ...{ reason: 'entity-refused', isList: false, types: ['CREDIT_CARD'] },
    })
  return { proxy, permit, asked, factsAsked: () => facts }
}

test('over HTTPS and over HTTP/2 a stopped request names its review, and passes once it may', async () => {
  const origin = await startHttp2Origin()
  const other = await startOrigin({ host: 'other.example.test' })
  const { proxy, permit } = await reviewingProxy([origin, other])
  const session = await http2Session(proxy, origin)
  const post = () =>
    ask(session, { ':method': 'POST', ':path': '/', 'content-type': 'application/json' }, body)
  const problem = JSON.parse((await post()).body.toString())
  expect(problem.review).toMatch(/^http:\/\/gatehouse\.test:8080\/review\/[0-9a-f-]{25}\.here\.[\w-]{22}$/)
  expect(problem.review).toContain(problem.exchange)
  const secure = await exchangeThrough(proxy, other, { body })
  expect(JSON.parse(secure.body.toString())).toHaveProperty('review')
  for (const each of [origin, other]) permit('127.0.0.1', each)
  expect((await post()).status).toBe(200)
  expect((await exchangeThrough(proxy, other, { body })).status).toBe(200)
  expect((await proxy.recordAt(2)).notes).toContain('reviewed:abc')
})

test('nothing but a request that a rule for requests has stopped is offered a review', async () => {
  const origin = await startOrigin()
  const { proxy } = await reviewingProxy([origin])
  const upgrade = Object.fromEntries(
    handshake
      .trim()
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]),
  )
  const stopped = await exchangeThrough(proxy, origin, { body, path: `/?n=${encodeURIComponent(card)}` })
  expect(JSON.parse(stopped.body.toString())).toHaveProperty('review')
  const elsewhere = await exchangeThrough(proxy, origin, { body: '', fields: { host: 'other.example.test' } })
  expect(elsewhere.body.toString()).not.toContain('/review/')
  const path = `/?card=${encodeURIComponent(card)}`
  const socket = await exchangeThrough(proxy, origin, { method: 'GET', path, body: '', fields: upgrade })
  expect(socket.status).toBe(403)
  expect(socket.body.toString()).toContain('entity-refused')
  expect(socket.body.toString()).not.toContain('/review/')
})

test('an answer for a user counts for nobody else at the same machine', async () => {
  const origin = await startOrigin({ plain: true })
  const { proxy, permit } = await reviewingProxy([origin], {
    options: { authentication: { mode: 'accept', exempt: [], overTlsOnly: false } },
    ports: { logins: knownUsers({ anna: 'secret', otto: 'secret' }) },
  })
  permit('user:anna', origin)
  const post = async (login?: string) => {
    const outgoing = request({
      ...{
        host: proxy.host,
        port: proxy.port,
        method: 'POST',
        path: `http://${origin.host}:${origin.port}/`,
      },
      headers: {
        host: `${origin.host}:${origin.port}`,
        'content-type': 'application/json',
        ...(login === undefined ? {} : { 'proxy-authorization': login }),
      },
    })
    return new Promise((resolve, reject) => {
      outgoing.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
      outgoing.end(body)
    })
  }
  expect(await post(basic('anna', 'secret'))).toBe(200)
  expect(await post(basic('otto', 'secret'))).toBe(403)
  expect(await post()).toBe(403)
})

test('the page is found as one of our own: directly, through the proxy, and in HTTP/2 with the proxy', async () => {
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const { proxy, asked } = await reviewingProxy([], {
    ports: { ownCertificate: () => ({ cert: made.chainPem, key: made.keyPem }) },
  })
  const session = await proxySession(proxy, made.rootPem)
  onTestFinished(() => void session.destroy())
  const page = { ':method': 'GET', ':path': '/review/id' }
  const through = { ':scheme': 'http', ':authority': 'gatehouse.test:8080' }
  expect((await ask(session, page)).status).toBe(429)
  expect((await ask(session, { ...page, ...through })).status).toBe(429)
  for (const path of ['/review/id', 'http://gatehouse.test:8080/review/id'])
    expect(await statusOf(proxy, path, { method: 'POST' })).toBe(429)
  expect(asked).toEqual([
    ['look', 'id', '127.0.0.1'],
    ['look', 'id', '127.0.0.1'],
    ['ask', 'id', '127.0.0.1'],
    ['ask', 'id', '127.0.0.1'],
  ])
  // Another port of the same name is a destination like any other.
  expect(await statusOf(proxy, 'http://gatehouse.test:8081/review/id', { method: 'GET' })).toBe(403)
  expect(asked).toHaveLength(4)
  // The pages themselves are no exchanges.
  expect(proxy.records).toHaveLength(1)
})

test('what our own pages say is not gathered for requests that are for none of them', async () => {
  const origin = await startOrigin({ plain: true })
  const { proxy, factsAsked } = await reviewingProxy([origin])
  expect(await statusOf(proxy, `http://${origin.host}:${origin.port}/`, { method: 'GET' })).toBe(200)
  expect(factsAsked()).toBe(0)
})

test('no page of another address asks for a review in the name of whoever reads it', async () => {
  const { proxy, asked } = await reviewingProxy([])
  const post = (origin: string, path: string) => statusOf(proxy, path, { method: 'POST', origin })
  for (const path of ['/review/id', 'http://gatehouse.test:8080/review/id']) {
    for (const foreign of [
      ...['http://evil.example', 'http://gatehouse.test', 'http://gatehouse.test:8081', 'null', ''],
      ...['http://gatehouse.test:8080, http://evil.example', 'http://gatehouse.test:8080.evil.example'],
    ])
      expect(await post(foreign, path)).toBe(403)
    expect(asked).toEqual([])
    for (const own of ['http://gatehouse.test:8080', 'https://gatehouse.test:8080'])
      expect(await post(own, path)).toBe(429)
    expect(asked.splice(0)).toHaveLength(2)
  }
})

test('nor does it over HTTP/2', async () => {
  const made = makeDemoCertificates(proxyName, { now: Date.now(), random: randomBytes })
  const { proxy, asked } = await reviewingProxy([], {
    ports: { ownCertificate: () => ({ cert: made.chainPem, key: made.keyPem }) },
  })
  const session = await proxySession(proxy, made.rootPem)
  onTestFinished(() => void session.destroy())
  const post = { ':method': 'POST', ':path': '/review/id' }
  expect((await ask(session, { ...post, origin: 'https://evil.example' })).status).toBe(403)
  expect(asked).toEqual([])
  expect((await ask(session, { ...post, origin: 'https://gatehouse.test:8080' })).status).toBe(429)
})

function statusOf(
  { host, port }: { host: string; port: number },
  path: string,
  { method, ...fields }: { method: string; origin?: string },
) {
  return new Promise((resolve, reject) => {
    const headers = { host: 'gatehouse.test:8080', ...fields }
    const outgoing = request({ host, port, method, path, headers })
    outgoing.on('response', (answer) => resolve(answer.resume().statusCode)).on('error', reject)
    outgoing.end()
  })
}
