/** What was judged wrongly is told so, tried first, counts at once, and can be taken back. */
import { readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, startedGateway } from '../cli/started.ts'
import { card, clientOf, openOffice } from './office.ts'

test('a value that was masked wrongly is allowed by its index in the journal, and again not', async () => {
  const office = await openOffice()
  const place = placeIn(office.folder)
  const { child, ready } = await startedGateway(place)
  onTestFinished(() => endAll([child]))
  using client = clientOf(ready.addresses.proxy, office)
  expect(await client.post()).toBe(200)
  expect(office.received.at(-1)).not.toContain(card)

  const [exchange] = await listed(place)
  const { type, blindIndex } = exchange.findings[0]
  const about = ['--index', blindIndex, '--type', type, '--destination', exchange.destination]
  const allowed = await place.run('policy', 'allow', ...about, '--reason', 'our own test card', '--json')
  expect(allowed).toMatchObject({ code: 0 })
  expect(await client.post()).toBe(200)
  expect(office.received.at(-1)).toContain(card)
  const { id } = JSON.parse(allowed.stdout) as { id: string }
  expect((await listed(place))[0].findings[0].reasons).toContain(`allowed:${id}`)

  const file = join(office.folder, 'data', 'corrections.yaml')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readFile(file, 'utf8')).not.toContain(card)

  expect(await place.run('policy', 'undo', id)).toMatchObject({ code: 0 })
  expect(await client.post()).toBe(200)
  expect(office.received.at(-1)).not.toContain(card)
  expect((await place.run('policy', 'undo', id)).code).toBe(2)
}, 60_000)

async function listed(place: ReturnType<typeof placeIn>) {
  let lines: string[] = []
  await expect
    .poll(async () => {
      lines = (await place.run('journal', 'list', '--json')).stdout.trim().split('\n')
      return lines[0]
    })
    .toContain('findings')
  return lines.map((line) => JSON.parse(line))
}

test('a draft shows in policy test what it would do, and counts for nobody', async () => {
  const office = await openOffice()
  const place = placeIn(office.folder)
  await writeFile(join(office.folder, 'order.json'), '{"order":{"reference":"4111111111111111"},"note":"x"}')
  const tried = (...more: string[]) =>
    place.run('policy', 'test', '--destination', 'a.example', '--body', 'order.json', ...more)
  expect((await tried()).stdout).toBe('{"order":{"reference":"************1111"},"note":"x"}')
  const draft = ['--corrections', 'draft.yaml']
  for (const said of [
    ['allow', '--field', 'order.reference'],
    ['deny', '--field', 'note'],
  ])
    expect(await place.run('policy', ...said, ...draft)).toMatchObject({ code: 0 })
  expect((await tried(...draft)).stdout).toBe('{"order":{"reference":"4111111111111111"},"note":null}')
  expect((await tried()).stdout).toContain('*')

  const text = await readFile(join(office.folder, 'draft.yaml'), 'utf8')
  await writeFile(join(office.folder, 'draft.yaml'), `${text}# mine\n`)
  const listed = await place.run('policy', 'corrections', ...draft)
  expect(listed.stdout).toMatch(/allow {2}the field order\.reference {2}everywhere/)
  const [id = ''] = listed.stdout.split(' ')
  expect(await place.run('policy', 'undo', id, ...draft)).toMatchObject({ code: 0 })
  const left = await readFile(join(office.folder, 'draft.yaml'), 'utf8')
  expect(left).toContain('# mine')
  expect(left).not.toContain('order.reference')
})

test('a file of corrections with a mistake is named with its line, and nothing new counts', async () => {
  const office = await openOffice()
  const place = placeIn(office.folder)
  await writeFile(
    join(office.folder, 'bad.yaml'),
    'corrections:\n  - { id: 0a1b2c3d, effect: allow, of: feild }\n',
  )
  const ran = await place.run('policy', 'allow', '--field', 'a', '--corrections', 'bad.yaml')
  expect(ran).toMatchObject({ code: 1, stderr: expect.stringMatching(/bad\.yaml:2/) })
  const none = await place.run('policy', 'allow', '--field', 'a')
  expect(none).toMatchObject({ code: 3, stderr: expect.stringContaining('--corrections draft.yaml') })
})
