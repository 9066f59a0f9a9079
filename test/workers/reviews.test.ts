/** A worker whose control is away lets nobody ask, takes no single passage, and ends what was allowed by itself. */
import { expect, test } from 'vitest'
import { createReviewFace } from '../../gateway/core/review/face.ts'
import { readLink, workerLinkKey } from '../../gateway/core/review/link.ts'
import type { ReviewNotice } from '../../gateway/core/review/notice.ts'
import type { Permit } from '../../gateway/core/review/permit.ts'
import { toBase64 } from '../../gateway/core/worker/bytes.ts'
import { WorkerReviews } from '../../gateway/worker/reviews.ts'

const address = '192.168.1.7'
const permit: Permit = {
  ...{ review: 'r', answer: '15m', client: address, destination: 'shop.example', port: 443, rule: 'cards' },
  ...{ reason: 'entity-refused', isList: false, types: ['CREDIT_CARD'], request: null, until: 1000 },
}
const facts = {
  ...{ client: address, destination: 'shop.example', port: 443, rule: 'cards', method: 'POST' },
  path: () => '/',
}

function openFace(look: (id: string) => Promise<ReviewNotice> = async () => ({ state: 'full' })) {
  const times = { steady: 0 }
  const reviews = new WorkerReviews({ ask: async () => null }, 'worker-1')
  const face = createReviewFace({
    facts: () => ({ officeName: 'Office', contact: 'Kim', reviewsAt: 'http://gatehouse.test:8080' }),
    signer: () => reviews.signer,
    permits: () => reviews.permits,
    tunnels: () => reviews.tunnels,
    trouble: reviews.trouble,
    window: { look, ask: (link, from) => reviews.ask(link, from), claim: (review) => reviews.claim(review) },
    steadyMs: () => times.steady,
  })
  return { reviews, face, times }
}

test('without control nobody can ask, and no single passage is taken', async () => {
  const { reviews, face } = openFace()
  expect(await reviews.look('id', address)).toEqual({ state: 'away' })
  expect((await face.page({ method: 'POST', path: '/review/id', address })).status).toBe(503)
  expect(await face.claim({ ...permit, answer: 'once' })).toBe(false)
})

test('what was allowed ends in the worker itself, whether control is there or not', () => {
  const { reviews, face, times } = openFace()
  reviews.permits = [permit]
  times.steady = 999
  expect(face.permitsFor(facts)).toEqual([permit])
  times.steady = 1000
  expect(face.permitsFor(facts)).toEqual([])
})

test('a worker makes links from when control has told it the key, and control reads them', () => {
  const { reviews, face } = openFace()
  const subject = { exchangeId: '0198f0a1b2c3-a1b2c3d4e5f6', address }
  expect(face.linkFor(subject)).toBe(null)
  const key = Buffer.alloc(32, 7)
  reviews.signWith(toBase64(workerLinkKey(key, 'worker-1')))
  const link = face.linkFor(subject)?.split('/').at(-1) ?? ''
  const now = 0x0198f0a1b2c3 + 1
  expect(readLink(link, { key, address, now })).toBe(subject.exchangeId)
})

test('an id that is too long is not passed on, and a flood of pages does not reach control', async () => {
  const asked: string[] = []
  const waiting = Promise.withResolvers<ReviewNotice>()
  const { face } = openFace((id) => {
    asked.push(id)
    return waiting.promise
  })
  const page = (id: string) => face.page({ method: 'GET', path: `/review/${id}`, address })
  expect((await page('x'.repeat(129))).status).toBe(404)
  const pages = Array.from({ length: 40 }, (_, index) => page(String(index)))
  expect((await Promise.all(pages.slice(32))).map(({ status }) => status)).toEqual(Array(8).fill(503))
  expect(asked).toHaveLength(32)
  waiting.resolve({ state: 'unknown' })
  expect((await pages[0])?.status).toBe(404)
  expect((await page('again')).status).toBe(404)
})
