/** Something does not work: the gateway says what it did, a person allows a tunnel by the command's way, and it counts for its time and no longer. */
import { once } from 'node:events'
import { connect as connectTls } from 'node:tls'
import { expect } from 'vitest'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { rawConnection, type Proxy as TestProxy } from '../egress/setup.ts'
import { testWith } from '../support/clients.ts'
import { card } from './office.ts'
import { gatehouse } from './own-command.ts'
import { answerReview, movableBootClock } from './review-scene.ts'
import { openTroubleScene, type TroubleScene } from './trouble-scene.ts'

for (const workers of [0, 1]) {
  testWith(
    'curl',
    `what does not work is explained, asked for, and passes unread for fifteen minutes and no longer (workers: ${workers})`,
    async () => {
      const clock = movableBootClock()
      const scene = await openTroubleScene(workers)
      const { shop, gateway, open, own, send } = scene
      const { body: empty } = await open(`${own}/trouble`)
      expect(empty).toContain('nothing of this machine came through')
      expect((await send('anything')).status).toBe(200)
      expect(shop.received[0]?.body.toString()).not.toContain(card)
      const [masked = ''] = await scene.links(1)
      const { body: listed } = await open(`${own}/trouble`, '-i')
      expect(listed).toMatch(/content-security-policy: default-src 'none';style-src 'sha256-[^']+';/i)
      expect(listed).toContain('shop.test')
      for (const hidden of ['secret-path', 'q=1', card]) expect(listed).not.toContain(hidden)
      const told = await open(masked, '-i')
      expect(told.body).toContain('We changed it on its way')
      expect(told.body).toContain('1 × payment card number: masked')
      expect(told.body).toContain('mask-all')
      expect(told.body).toMatch(/referrer-policy: same-origin/i)

      expect((await send('maker')).status).toBe(0)
      const [refused = ''] = await scene.links(2)
      expect((await open(refused)).body).toContain('The program refused our certificate')
      const asked = await open(refused, '-X', 'POST', '-H', `Origin: ${own}`)
      expect(asked).toMatchObject({ status: 303, location: expect.stringContaining('/review/') })
      expect((await open(asked.location)).body).toContain('waits for an answer')
      expect(await scene.warnings()).toContain('REVIEWS_WAIT')
      const [review] = await scene.waiting()
      expect(review).toMatchObject({ kind: 'tunnel', destination: 'shop.test', possible: ['15m', 'no'] })

      expect(await answerReview(gateway, review?.id ?? '', '15m')).toMatchObject({ status: 200 })
      expect(await scene.warnings()).toContain('TUNNEL_ALLOWED')
      expect((await open(asked.location)).body).toContain('It passes unread for fifteen minutes')
      await expect.poll(async () => (await send('maker')).status).toBe(200)
      expect(shop.received.at(-1)?.body.toString()).toContain(card)
      const name = `reviewed-${review?.id}`
      const journaled = async () => (await scene.records()).find(({ ruleId }) => ruleId === name)
      await expect.poll(journaled).toMatchObject({ action: 'tunnel', notes: [`reviewed:${review?.id}`] })
      // Another machine gains nothing.
      expect((await send('maker', '127.0.0.2')).status).toBe(0)

      clock.forward(15 * minuteMs - 10 * secondMs)
      expect((await send('maker')).status).toBe(200)
      const closed = openTunnel(scene)
      const connections = shop.connections
      await expect.poll(() => shop.connections).toBeGreaterThan(connections)
      clock.forward(10 * secondMs)
      await closed
      await expect.poll(async () => (await send('maker')).status).toBe(0)
      expect((await send('anything')).status).toBe(200)
      expect(shop.received.at(-1)?.body.toString()).not.toContain(card)
      expect((await open(asked.location)).body).toContain('Its time is over')
      expect(await scene.warnings()).not.toContain('TUNNEL_ALLOWED')
    },
  )

  testWith(
    'curl',
    `nobody reads or asks in the name of another machine, by hand or by another page (workers: ${workers})`,
    async () => {
      const scene = await openTroubleScene(workers)
      const { open, own, send } = scene
      await send('anything')
      const [link = ''] = await scene.links(1)
      const asOther = ['--interface', '127.0.0.2']
      expect((await open(`${own}/trouble`, ...asOther)).body).not.toContain('shop.test')
      expect((await open(link, ...asOther)).status).toBe(404)
      expect((await open(link, ...asOther, '-X', 'POST')).status).toBe(404)
      for (const origin of ['http://evil.example', 'null'])
        expect((await open(link, '-X', 'POST', '-H', `Origin: ${origin}`)).status).toBe(403)
      expect((await open(link, '-H', 'Host: evil.example')).status).toBe(421)
      expect(await scene.waiting()).toEqual([])
      const flood = await Promise.all(Array.from({ length: 12 }, () => open(link, '-X', 'POST')))
      expect(flood.filter(({ status }) => status === 303)).toHaveLength(1)
      expect(await scene.waiting()).toHaveLength(1)
    },
  )
}

testWith(
  'curl',
  'the command lists, shows and answers what is asked for, and refuses what is no answer to it',
  async () => {
    const scene = await openTroubleScene(0)
    const { office, open, send } = scene
    await send('maker')
    const [link = ''] = await scene.links(1)
    const { location } = await open(link, '-X', 'POST')
    const [review] = await scene.waiting()
    const id = review?.id ?? ''
    const listed = await gatehouse(office, 'reviews')
    expect(listed.lines.join('\n')).toMatch(new RegExp(`${id}.*127\\.0\\.0\\.1.*shop\\.test.*tunnel.*waits`))
    const shown = (await gatehouse(office, 'reviews', 'show', id)).lines.join('\n')
    for (const words of ['everything to shop.test', 'does not trust', 'possible: 15m, no'])
      expect(shown).toContain(words)
    expect(await gatehouse(office, 'reviews', 'answer', id, 'always')).toMatchObject({ code: 1 })
    const answered = await gatehouse(office, 'reviews', 'answer', id, '15m')
    expect(answered.lines.join('\n')).toMatch(
      /what 127\.0\.0\.1 sends to shop\.test passes unread\. For 14 minutes/,
    )
    expect((await gatehouse(office, 'ledger', 'list', '--json')).lines.join('\n')).toContain(
      '"kind":"tunnel"',
    )
    expect((await open(location)).body).toContain('It passes unread for fifteen minutes')
  },
)

for (const workers of [0, 1]) {
  testWith(
    'curl',
    `a tunnel that a person takes back is cut off, and nothing more passes unread (workers: ${workers})`,
    async () => {
      const scene = await openTroubleScene(workers)
      const { office, gateway, shop, open, send } = scene
      await send('maker')
      const [link = ''] = await scene.links(1)
      const { location } = await open(link, '-X', 'POST')
      const [review] = await scene.waiting()
      const id = review?.id ?? ''
      expect(await gatehouse(office, 'reviews', 'end', id)).toMatchObject({
        ...{ code: 1, notes: expect.arrayContaining([expect.stringContaining('waits for an answer')]) },
      })
      await answerReview(gateway, id, '15m')
      await expect.poll(async () => (await send('maker')).status).toBe(200)
      const before = shop.connections
      const closed = openTunnel(scene)
      await expect.poll(() => shop.connections).toBeGreaterThan(before)
      const ended = await gatehouse(office, 'reviews', 'end', id)
      expect(ended.lines).toEqual(['15m: taken back before its time, so it counts no more.'])
      expect((await gatehouse(office, 'reviews', 'list', '--all')).lines.join('\n')).toContain(
        '15m, taken back',
      )
      expect((await gatehouse(office, 'reviews', 'answer', id, 'no')).notes.join('\n')).not.toContain(
        'It counts',
      )
      await closed
      await expect.poll(async () => (await send('maker')).status).toBe(0)
      expect((await open(location)).body).toContain('Its time is over')
      expect(await scene.warnings()).not.toContain('TUNNEL_ALLOWED')
      expect(await gatehouse(office, 'reviews', 'end', id)).toMatchObject({ code: 1 })
      expect((await gatehouse(office, 'ledger', 'list', '--json')).lines.join('\n')).toContain('review.ended')
    },
  )
}

testWith(
  'curl',
  'where nobody may ask for reviews the page is not there, and nothing leads to it',
  async () => {
    const scene = await openTroubleScene(0)
    await scene.office.writeConfig({ proxy: { reviews: false, workers: 0 } })
    await scene.gateway.reload()
    const { own, open } = scene
    expect((await open(`${own}/trouble`)).status).toBe(404)
    expect((await open(own)).body).not.toContain('/trouble')
  },
)

testWith('curl', 'somebody who logged in is found by the address, which is written nowhere', async () => {
  const scene = await openTroubleScene(1, { authentication: { mode: 'accept' } })
  const { office, own, open, send } = scene
  const { lines } = await gatehouse(office, 'proxy', 'user', 'add', 'anna')
  await send('anything', '127.0.0.1', '--proxy-user', `anna:${lines[0]}`)
  const [link = ''] = await scene.links(1)
  expect((await open(link)).body).toContain('We changed it on its way')
  expect((await open(`${own}/trouble`, '--interface', '127.0.0.2')).body).not.toContain('shop.test')
  const [record] = await scene.records()
  expect(record).toMatchObject({ client: 'user:anna', destination: 'shop.test' })
  expect(record).not.toHaveProperty('from')
})

/** Resolves when it was ended. */
async function openTunnel({ gateway, shop }: TroubleScene) {
  const [host = '', port = ''] = gateway.addresses.proxy.split(':')
  const socket = await rawConnection({ host, port: Number(port) } as TestProxy)
  const authority = `shop.test:${shop.port}`
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`)
  await once(socket, 'data')
  const secure = connectTls({ socket, servername: 'shop.test', ca: shop.rootPem })
  await once(secure, 'secureConnect')
  return once(
    secure.resume().on('error', () => {}),
    'close',
  )
}
