/** What each answer lets out, and what none does: by the real command, over a start of the gateway, on the wire. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'
import { testWith } from '../support/clients.ts'
import { card, openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'
import { answerReview, askingThrough, openReviewScene } from './review-scene.ts'

const secret = `-----BEGIN PRIVATE KEY-----\n${'MIIEvQIBADANBgkqhkiG9w0BAQEFAASC'.repeat(4)}\n-----END PRIVATE KEY-----`

testWith(
  'curl',
  'what is sent cleaned arrives masked, and is stopped where it cannot be masked',
  async () => {
    const scene = await openReviewScene(0)
    const { id } = await scene.asked()
    expect(await scene.answer(id, 'cleaned')).toMatchObject({ status: 200 })
    expect((await scene.send()).status).toBe(200)
    const arrived = scene.office.received.at(-1)
    expect(arrived).toContain('*')
    expect(arrived).not.toContain(card)
    // Changed, this one would be another request's number.
    expect((await scene.send('{}', '', '-H', `x-request-id: ${card}`)).status).toBe(403)
  },
)

testWith(
  'curl',
  'what is always allowed leaves from then on, for everybody, but what no answer lets out does not',
  async () => {
    const scene = await openReviewScene(0)
    const { id, ticket } = await scene.asked()
    const { said } = await scene.answer(id, 'always')
    expect((await scene.send()).status).toBe(200)
    for (const never of [{ key: secret }, { note: 'My son suffers from epilepsy and takes valproate.' }])
      expect((await scene.send(JSON.stringify(never))).status).toBe(403)
    const { correction } = said.answered as { correction: string }
    expect(await readFile(join(scene.office.folder, 'data', 'corrections.yaml'), 'utf8')).toContain(
      correction,
    )
    expect((await scene.open(ticket)).body).toContain('You may send it from now on')
  },
)

testWith(
  'curl',
  'a secret is never let out as it is, and what was said of one kind opens no other',
  async () => {
    const scene = await openReviewScene(0)
    const asked = await scene.asked(JSON.stringify({ key: secret }))
    expect(await scene.answer(asked.id, '15m')).toMatchObject({
      status: 409,
      said: { code: 'REVIEW_ANSWER' },
    })
    const { id } = await scene.asked()
    await scene.answer(id, '15m')
    expect((await scene.send()).status).toBe(200)
    expect((await scene.send(JSON.stringify({ mail: 'anna.weber@example.com' }))).status).toBe(403)
    expect((await scene.send(JSON.stringify({ note: card, key: secret }))).status).toBe(403)
  },
)

testWith('curl', 'an office that wants no reviews shows no link and takes none', async () => {
  const scene = await openReviewScene(0, { proxy: { reviews: false } })
  const stopped = JSON.parse((await scene.send()).body)
  expect(stopped).not.toHaveProperty('review')
  const made = `http://${scene.gateway.addresses.proxy}/review/${stopped.exchange}.here.${'A'.repeat(22)}`
  expect(await scene.open(made)).toMatchObject({ status: 404, body: expect.stringContaining('not valid') })
})

testWith('curl', 'junk instead of an id is answered plainly, whatever asks for it', async () => {
  const scene = await openReviewScene(0)
  const page = `http://${scene.gateway.addresses.proxy}/review/`
  const plain = await scene.open(`${page}x`)
  expect(plain.status).toBe(404)
  for (const id of [
    '',
    '%00',
    'A'.repeat(4000),
    '..%2f..%2fetc',
    "'%20OR%201=1",
    '<script>alert(1)</script>',
  ])
    expect(await scene.open(`${page}${encodeURI(id)}`, 'POST')).toEqual(plain)
  expect((await scene.open(`${page}x`, 'POST', '--data-binary', 'x'.repeat(100_000))).status).toBe(404)
  expect((await scene.open(`${page}x`, 'GET', '-X', 'DELETE')).status).toBe(405)
})

testWith('curl', 'the command lists, shows and answers, and says what is wrong', async () => {
  const scene = await openReviewScene(0)
  const { office } = scene
  const { id } = await scene.asked()
  const { lines } = await gatehouse(office, 'reviews')
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^${id} .*payment card number.*waits`))])
  expect((await gatehouse(office, 'reviews', 'show', id)).lines.join('\n')).toContain(
    'possible: once, 15m, always, cleaned, no',
  )
  for (const wrong of [
    ['answer', id, 'perhaps'],
    ['answer', id],
    ['show', 'x'],
    ['list', '--before', 'x'],
    ['lits'],
  ])
    expect((await gatehouse(office, 'reviews', ...wrong)).code).toBe(2)
  const none = '0123456789ab-0123456789ab'
  expect(await gatehouse(office, 'reviews', 'answer', none, 'no')).toMatchObject({
    ...{ code: 1, notes: expect.arrayContaining([expect.stringContaining('There is no such review')]) },
  })
  expect((await gatehouse(office, 'reviews', 'answer', id, '15m')).lines[0]).toMatch(
    /^15m: .* For 14 minutes/,
  )
  expect(await gatehouse(office, 'reviews', 'answer', id, 'no')).toMatchObject({
    ...{ code: 1, notes: expect.arrayContaining([expect.stringContaining('The answer was: 15m')]) },
  })
  expect((await gatehouse(office, 'reviews')).notes).toEqual(['None waits.'])
  const [answered] = (await gatehouse(office, 'reviews', 'list', '--all', '--json')).lines
  expect(JSON.parse(answered ?? '')).toMatchObject({ id, answered: { answer: '15m' } })
})

testWith('curl', 'an answer outlives a gateway that was killed', async () => {
  const office = await openOffice()
  await office.writePolicy('refuse')
  const place = placeIn(office.folder)
  const first = await startedGateway(place)
  onTestFinished(() => endAll([first.child]))
  const { id, ticket } = await askingThrough(office, first.ready).asked()
  expect(await answerReview(first.ready, id, '15m')).toMatchObject({ status: 200 })
  first.child.kill('SIGKILL')
  await exitOf(first.child)
  const again = await startedGateway(place)
  onTestFinished(() => endAll([again.child]))
  const after = askingThrough(office, again.ready)
  expect((await after.send()).status).toBe(200)
  // The port is another one after the start, the page is the same.
  const moved = new URL(new URL(ticket).pathname, `http://${again.ready.addresses.proxy}`).href
  expect((await after.open(moved)).body).toContain('You may send it for fifteen minutes')
})
