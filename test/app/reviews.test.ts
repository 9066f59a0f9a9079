/** Somebody who was stopped asks, a person answers, and what was said counts for its time and no longer. */
import { expect } from 'vitest'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { testWith } from '../support/clients.ts'
import { beginUpload, untilServing, workersOf } from '../workers/scene.ts'
import { askControl, card } from './office.ts'
import { movableBootClock, openReviewScene } from './review-scene.ts'

for (const workers of [0, 1]) {
  testWith(
    'curl',
    `a stopped request is reviewed, then passes for fifteen minutes and no longer (workers: ${workers})`,
    async () => {
      const clock = movableBootClock()
      const scene = await openReviewScene(workers)
      const { office, gateway, send, open } = scene
      await untilServing({ workers: () => workersOf(gateway) }, workers)
      const stopped = await send()
      expect(stopped.status).toBe(403)
      const problem = JSON.parse(stopped.body)
      expect(problem).toMatchObject({ reason: 'entity-refused', rule: 'refuse-all' })
      expect(problem.review).toMatch(
        new RegExp(`^http://${gateway.addresses.proxy}/review/${problem.exchange}\\.`),
      )

      const offered = await open(problem.review, 'GET', '-i')
      expect(offered).toMatchObject({ status: 200, body: expect.stringContaining('payment card number') })
      expect(offered.body).toMatch(
        /content-security-policy: default-src 'none';style-src 'sha256-[^']+';base-uri 'none';form-action 'self'/i,
      )
      expect(offered.body).not.toContain(card)
      const { status, location } = await open(problem.review, 'POST')
      expect({ status, location }).toEqual({ status: 303, location: expect.stringContaining('/review/') })
      expect((await open(location)).body).toContain('waits for an answer')
      expect(await scene.waiting()).toMatchObject([
        { id: problem.exchange, possible: ['once', '15m', 'always', 'cleaned', 'no'], answered: null },
      ])
      const told = (await askControl(gateway, '/api/v1/health')) as { warnings: object[] }
      expect(told.warnings).toContainEqual(
        expect.objectContaining({ code: 'REVIEWS_WAIT', title: expect.stringContaining('1 review waits') }),
      )

      expect(await scene.answer(problem.exchange, '15m')).toMatchObject({ status: 200 })
      expect((await open(location)).body).toContain('You may send it for fifteen minutes')
      await expect.poll(async () => (await send()).status).toBe(200)
      expect(office.received.at(-1)).toContain(card)
      clock.forward(15 * minuteMs - 10 * secondMs)
      const [host = '', port = ''] = gateway.addresses.proxy.split(':')
      const proxy = { host, port: Number(port) }
      const upload = () => beginUpload(proxy, office.destination, card.replaceAll(' ', ''))
      const begun = await upload()
      // Which takes longer than a head takes to be read.
      expect((await send()).status).toBe(200)

      clock.forward(10 * secondMs)
      await expect.poll(async () => (await send()).status, { timeout: 10_000 }).toBe(403)
      expect((await open(location)).body).toContain('its time is over')
      // What had begun ends in peace.
      expect(await begun.finish()).toBe(200)
      expect(await (await upload()).finish()).toBe(403)
      expect(await notesOf(gateway)).toContain(`reviewed:${problem.exchange}`)
      const ledger = (await askControl(gateway, '/api/v1/ledger?limit=5')) as { entries: object[] }
      expect(ledger.entries).toContainEqual(
        expect.objectContaining({
          action: 'review.answered',
          facts: { answer: '15m', reason: 'entity-refused' },
        }),
      )
    },
  )

  testWith('curl', `one request passes once, and then none (workers: ${workers})`, async () => {
    const scene = await openReviewScene(workers)
    await untilServing({ workers: () => workersOf(scene.gateway) }, workers)
    const { id, ticket } = await scene.asked(undefined, 'order')
    await scene.answer(id, 'once')
    expect((await scene.send(undefined, 'another')).status).toBe(403)
    const outcomes = await Promise.all([1, 2, 3].map(() => scene.send(undefined, 'order')))
    expect(outcomes.map(({ status }) => status).sort()).toEqual([200, 403, 403])
    expect((await scene.send(undefined, 'order')).status).toBe(403)
    expect((await scene.open(ticket)).body).toContain('used up')
  })
}

async function notesOf(gateway: Parameters<typeof askControl>[0]): Promise<string[]> {
  let notes: string[] = []
  await expect
    .poll(async () => {
      const page = (await askControl(gateway, '/api/v1/journal?limit=50')) as {
        records: { notes: string[] }[]
      }
      notes = page.records.flatMap((record) => record.notes)
      return notes.some((note) => note.startsWith('reviewed:'))
    })
    .toBe(true)
  return notes
}
