/** What was judged wrongly is told so, tried first, counts at once, and can be taken back. */
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
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
  expect(allowed).toMatchObject({ code: 0, stderr: expect.not.stringContaining('this index') })
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

  for (const wrong of [
    ['--index', 'A'.repeat(22), '--type', type],
    ['--index', blindIndex, '--type', 'EMAIL'],
  ]) {
    const said = await place.run('policy', 'allow', ...wrong, '--destination', exchange.destination)
    expect(said).toMatchObject({ code: 0, stderr: expect.stringContaining('has this index') })
  }
})

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
  await writeFile(
    join(office.folder, 'order.json'),
    '{"order":{"remark":"card 4111111111111111"},"note":"x"}',
  )
  const tried = (...more: string[]) =>
    place.run('policy', 'test', '--destination', 'a.example', '--body', 'order.json', ...more)
  expect((await tried()).stdout).toBe('{"order":{"remark":"card ************1111"},"note":"x"}')
  const draft = ['--corrections', 'draft.yaml']
  for (const said of [
    ['allow', '--field', 'order.remark'],
    ['deny', '--field', 'note'],
  ])
    expect(await place.run('policy', ...said, ...draft)).toMatchObject({ code: 0 })
  expect((await tried(...draft)).stdout).toBe('{"order":{"remark":"card 4111111111111111"},"note":null}')
  expect((await tried()).stdout).toContain('*')
  const { stderr } = await tried(...draft)
  expect(stderr).toMatch(/order\.remark {2}kept as it is {2}by fields\.keep, or `policy allow --field`/)
  expect(stderr).toMatch(/note +emptied +by fields\.drop, or `policy deny --field`/)

  const text = await readFile(join(office.folder, 'draft.yaml'), 'utf8')
  await writeFile(join(office.folder, 'draft.yaml'), `${text}# mine\n`)
  const listed = await place.run('policy', 'corrections', ...draft)
  expect(listed.stdout).toMatch(/allow {2}the field order\.remark {2}everywhere/)
  const [id = ''] = listed.stdout.split(' ')
  expect(await place.run('policy', 'undo', id, ...draft)).toMatchObject({ code: 0 })
  const left = await readFile(join(office.folder, 'draft.yaml'), 'utf8')
  expect(left).toContain('# mine')
  expect(left).not.toContain('order.remark')
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

test('what would keep the gateway from starting is not written, and what is there of it is named', async () => {
  const office = await openOffice()
  const place = placeIn(office.folder)
  const draft = ['--corrections', 'draft.yaml']
  const index = ['--index', 'A'.repeat(22), '--type', 'EMAIL']
  for (const said of [['allow'], ['deny', ...index], ['allow', '--field', 'note']]) {
    const refused = await place.run('policy', ...said, '--destination', 'group:nosuch', ...draft)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('no group "nosuch"') })
    expect(refused.stderr).toContain('ai-assistants')
  }
  await expect(readFile(join(office.folder, 'draft.yaml'))).rejects.toThrow('ENOENT')
  for (const [said, why] of [
    [['--field', ''], '--field names no field'],
    [['--field', 'a b..c'], '--field is not a key path'],
    [['--field', 'a', '--reason', 'one\ntwo'], '--reason is one line of text'],
    [['--value', 'x'], 'See gatehouse policy allow --help.'],
  ] as const) {
    const refused = await place.run('policy', 'allow', ...said, ...draft)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining(why) })
  }
  const host = await place.run('policy', 'allow', '--field', 'a', '--destination', 'api.openai.com', ...draft)
  expect(host).toMatchObject({ code: 0, stderr: expect.stringContaining('of the group ai-assistants') })
  const both = await place.run('policy', 'deny', '--field', 'a', ...draft)
  expect(both).toMatchObject({ code: 0, stderr: expect.stringContaining('deny wins') })
  const again = await place.run('policy', 'deny', '--field', 'b', ...draft)
  expect(again.stderr).not.toContain('deny wins')
  const every = await place.run('policy', 'allow', '--field', '**', ...draft)
  expect(every).toMatchObject({ code: 0, stderr: expect.stringContaining('names every field') })
  const bare = await place.run('policy', 'deny', '--field', 'a', '--destination', 'intranet', ...draft)
  expect(bare).toMatchObject({ code: 0, stderr: expect.stringContaining('"intranet"') })

  const file = join(office.folder, 'data', 'corrections.yaml')
  await mkdir(join(office.folder, 'data'), { recursive: true })
  await writeFile(
    file,
    'corrections:\n  - { id: 0a1b2c3d, effect: allow, of: destination, destination: "group:nosuch" }\n',
  )
  const checked = await place.run('policy', 'check', '--json')
  expect(checked.code).toBe(1)
  expect(JSON.parse(checked.stdout)).toMatchObject({
    ok: false,
    problems: [{ severity: 'error', list: 'corrections', ruleId: '0a1b2c3d', file, line: 2 }],
  })
  // Nothing is put beside it, and it can be taken back.
  const beside = await place.run('policy', 'allow', '--field', 'b', ...draft.slice(0, 1), file)
  expect(beside).toMatchObject({ code: 1, stderr: expect.stringContaining('nosuch') })
  expect(await place.run('policy', 'undo', '0a1b2c3d', ...draft.slice(0, 1), file)).toMatchObject({ code: 0 })
})
