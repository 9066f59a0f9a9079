/** What a request was before it was changed: the owner alone reads it, sends it again, and it goes in time. */
import { execFile } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { expect } from 'vitest'
import { testWith } from '../support/clients.ts'
import { workersOf } from '../workers/scene.ts'
import { card } from './office.ts'
import { ledgerOf, openOriginalsScene, warningsOf } from './originals-scene.ts'

const run = promisify(execFile)
const body = JSON.stringify({ customer: 'anna.weber@customer.example', note: `card ${card}`, amount: 12 })
const login = 'Bearer the-login-of-a-person'

for (const workers of [0, 1]) {
  testWith(
    'curl',
    `a changed request is read and sent again as it was by whoever has the key (workers: ${workers})`,
    async () => {
      const scene = await openOriginalsScene({ workers })
      const { service, gateway, command, identity } = scene
      const fields = ['-H', `authorization: ${login}`, '-H', 'cookie: session=abc', '-H', 'x-shop: 7']
      expect(await scene.send(body, ...fields)).toBe(200)
      expect(service.arrived[0]?.body.toString()).not.toContain(card)

      const [kept] = await scene.listed(1)
      expect(kept).toMatchObject({
        ...{ method: 'POST', destination: 'crm.example.test', path: '/v1/orders', why: null, resentAt: null },
        ...{ types: expect.arrayContaining(['CREDIT_CARD', 'EMAIL']), bytes: body.length },
      })
      const id = String(kept?.id)
      expect(Number(kept?.until) - Number(kept?.at)).toBeLessThanOrEqual(24 * 3_600_000)
      expect(await warningsOf(gateway)).toContain('ORIGINALS_KEPT')

      const shown = await command('show', id, '--reason', 'wrongly-changed', '--identity', identity)
      expect(shown.raw.toString()).toBe(body)
      const asked = await command('resend', id, '--identity', identity)
      expect(asked.notes.join('\n')).toMatch(/may do a thing twice[\s\S]*Nothing was sent/)
      expect(service.arrived).toHaveLength(1)

      const sent = await command('resend', id, '--identity', identity, '--yes')
      expect(sent).toMatchObject({ code: 0, lines: ['Sent; the destination answered with status 200.'] })
      const again = service.arrived[1]
      expect(again?.body.toString()).toBe(body)
      expect(again).toMatchObject({
        ...{ method: 'POST', path: '/v1/orders?source=shop' },
        headers: { authorization: login, cookie: 'session=abc', 'x-shop': '7' },
      })
      expect(again?.headers['content-length']).toBe(String(body.length))

      const second = await command('resend', id, '--identity', identity, '--yes')
      expect(second.code).not.toBe(0)
      expect(service.arrived).toHaveLength(2)
      expect((await command('resend', id, '--identity', identity, '--yes', '--again')).code).toBe(0)
      expect(service.arrived).toHaveLength(3)

      const { records } = (await scene.ask('/api/v1/journal?limit=10')) as {
        records: { reason: string; status: number; notes: string[] }[]
      }
      expect(records.filter(({ notes }) => notes.includes(`resend-of:${id}`))).toMatchObject([
        { action: 'pass', reason: 'resent', status: 200 },
        { action: 'pass', reason: 'resent', status: 200 },
      ])
      expect(records.some(({ notes }) => notes.includes('original-sealed'))).toBe(true)
      const ledger = await ledgerOf(gateway)
      const count = (action: string) => ledger.filter((entry) => entry.action === action).length
      expect([count('original.taken-out'), count('original.resent')]).toEqual([4, 2])
      expect(ledger).toContainEqual(
        expect.objectContaining({ action: 'original.taken-out', facts: { for: 'wrongly-changed' } }),
      )
    },
  )
}

testWith('curl', 'a method of any length ends no worker, and takes no original along', async () => {
  const scene = await openOriginalsScene({ workers: 1 })
  const [before] = await workersOf(scene.gateway)
  expect(await scene.send(body, '--http2', '-X', 'A'.repeat(70))).toBe(501)
  expect(await scene.send(body, '--http2', '-X', 'A'.repeat(64))).not.toBe(501)
  expect(await scene.send(body, '--http2')).toBe(200)
  expect((await scene.listed(2)).map(({ why }) => why)).toEqual([null, null])
  const [after] = await workersOf(scene.gateway)
  expect(after?.processId).toBe(before?.processId)
})

testWith('curl', 'nothing on the box opens an original, and no file of it shows what was sent', async () => {
  const scene = await openOriginalsScene()
  await scene.send(body, '-H', `authorization: ${login}`)
  const [kept] = await scene.listed(1)
  const id = String(kept?.id)
  const files = filesBelow(join(scene.office.folder, 'data'))
  expect(files.some((file) => file.endsWith(id))).toBe(true)
  for (const file of files) {
    const bytes = readFileSync(file)
    for (const secret of [card, card.replaceAll(' ', ''), 'anna.weber', 'the-login-of-a-person'])
      expect([file, bytes.includes(secret)]).toEqual([file, false])
  }
  // Whatever the running gateway holds, it hands out what is sealed to the owner, and another key of age does not open it.
  const other = join(scene.office.folder, 'other.key')
  await scene.command('key', '--to', other)
  const wrong = await scene.command('show', id, '--reason', 'incident', '--identity', other)
  expect(wrong.code).not.toBe(0)
  expect(wrong.raw).toHaveLength(0)
  const forged = await scene.command(
    'show',
    '../../keys/root.key',
    '--reason',
    'incident',
    '--identity',
    other,
  )
  expect(forged.code).not.toBe(0)
  const unknown = await scene.command(
    'show',
    `${id.slice(0, -1)}x`,
    '--reason',
    'incident',
    '--identity',
    other,
  )
  expect(unknown.code).not.toBe(0)
  const unsaid = await scene.command('show', id, '--identity', scene.identity)
  expect(unsaid.code).not.toBe(0)
  expect(unsaid.raw).toHaveLength(0)
})

testWith('age', 'the standard age tool opens what the gateway hands out', async () => {
  const scene = await openOriginalsScene()
  const file = join(scene.office.folder, 'gzip')
  await writeFile(file, gzipSync(body))
  await scene.send(`@${file}`, '-H', 'content-encoding: gzip')
  const [kept] = await scene.listed(1)
  const sealed = join(scene.office.folder, 'sealed.age')
  const { addresses } = scene.gateway
  const url = `http://localhost/api/v1/originals/${kept?.id}/take?for=incident`
  await run('curl', ['--silent', '--unix-socket', addresses.control, '-X', 'POST', '--output', sealed, url])
  const { stdout } = await run('age', ['-d', '-i', scene.identity, sealed], { encoding: 'buffer' })
  expect(stdout.subarray(stdout.indexOf('\n') + 1).equals(gzipSync(body))).toBe(true)
  const to = join(scene.office.folder, 'shown')
  await scene.command(
    'show',
    String(kept?.id),
    '--reason',
    'asked-for',
    '--identity',
    scene.identity,
    '--to',
    to,
  )
  expect((await readFile(to)).equals(gzipSync(body))).toBe(true)
  expect(statSync(to).mode & 0o777).toBe(0o600)
})

testWith(
  'curl',
  'special categories, secrets and codes of cards are never kept, and the list says so',
  async () => {
    const scene = await openOriginalsScene()
    const never = [
      { note: `card ${card}`, diagnosis: 'type 2 diabetes' },
      { note: `card ${card}`, religion: 'catholic' },
      { note: `card ${card}`, password: 'hunter2-hunter2' },
      { card: card.replaceAll(' ', ''), cvv: '123' },
    ]
    for (const one of never) expect(await scene.send(JSON.stringify(one))).toBe(200)
    const listed = await scene.listed(never.length)
    expect(listed.map(({ why }) => why)).toEqual(never.map(() => 'never'))
    expect(filesBelow(scene.sealedFolder)).toEqual([])
    const { lines } = await scene.command('list')
    expect(lines[0]).toContain('not kept: it holds what is never kept')
  },
)

testWith(
  'curl',
  'what is too long or streams is not kept, what is unchanged is none, and the list says which',
  async () => {
    const scene = await openOriginalsScene({
      originals: { maxBodyBytes: '2KiB' },
      more: { proxy: { limits: { holdBytes: '16KiB' } } },
    })
    const long = (bytes: number) => JSON.stringify({ note: `card ${card}`, rest: 'x '.repeat(bytes / 2) })
    expect(await scene.send(JSON.stringify({ note: 'nothing in it' }))).toBe(200)
    expect(await scene.send(long(4096))).toBe(200)
    expect(await scene.send(long(65_536))).toBe(200)
    const listed = await scene.listed(2)
    expect(listed.map(({ why }) => why)).toEqual(['streamed', 'too-long'])
    expect(filesBelow(scene.sealedFolder)).toEqual([])
  },
)

for (const [what, rule, sent] of [
  ['free text that the rule does nothing with', 'entities: { CREDIT_CARD: mask, "*": keep }', {}],
  [
    'a field that the rule keeps',
    'entities: { "*": mask }, fields: { keep: [history] }',
    { history: 'diabetes' },
  ],
  [
    'a field that the rule drops',
    'entities: { "*": mask }, fields: { drop: [history] }',
    { history: 'diabetes' },
  ],
] as const)
  testWith('curl', `what holds ${what} is not kept: nobody knows what stands there`, async () => {
    const scene = await openOriginalsScene({ rule })
    expect(await scene.send(JSON.stringify({ note: `card ${card}`, ...sent }))).toBe(200)
    expect(scene.service.arrived[0]?.body.toString()).not.toContain(card)
    const [one] = await scene.listed(1)
    expect(one?.why).toBe('unread')
    expect(filesBelow(scene.sealedFolder)).toEqual([])
  })

testWith('curl', 'off by default, and switched off all is gone at once', async () => {
  const scene = await openOriginalsScene()
  await scene.send(body)
  await scene.listed(1)
  expect(filesBelow(scene.sealedFolder)).toHaveLength(1)
  await scene.configure({ enabled: false })
  await scene.gateway.reload()
  expect(filesBelow(scene.sealedFolder)).toEqual([])
  await scene.listed(0)
  expect(await scene.send(body)).toBe(200)
  await scene.listed(0)
  expect(await warningsOf(scene.gateway)).not.toContain('ORIGINALS_KEPT')
})

testWith('curl', 'a full disk keeps nothing, says so, and stops no exchange', async () => {
  const scene = await openOriginalsScene({ more: { ingest: { minFreeBytes: '1024GiB' } } })
  expect(await scene.send(body)).toBe(200)
  const [one] = await scene.listed(1)
  expect(one?.why).toBe('no-room')
  expect(await warningsOf(scene.gateway)).toContain('ORIGINALS_PAUSED')
  // Without --yes, too: nothing is promised that cannot be done.
  const resent = await scene.command('resend', String(one?.id), '--identity', scene.identity)
  expect(resent.code).toBe(1)
  expect(resent.notes.join('\n')).toMatch(/It was not kept/)
  expect(resent.notes.join('\n')).not.toMatch(/add --yes/)
  const { checks } = (await scene.ask('/api/v1/doctor')) as { checks: { id: string; state: string }[] }
  expect(checks).toContainEqual(expect.objectContaining({ id: 'originals', state: 'warn' }))
  expect(scene.service.arrived[0]?.body.toString()).not.toContain(card)
})

testWith('curl', 'purged, nothing is left, and the ledger notes it', async () => {
  const scene = await openOriginalsScene()
  await scene.send(body)
  await scene.listed(1)
  await scene.command('purge')
  await scene.listed(1)
  expect((await scene.command('purge', '--yes')).lines).toEqual(['1 original let go.'])
  expect(filesBelow(scene.sealedFolder)).toEqual([])
  await scene.listed(0)
  expect(await ledgerOf(scene.gateway)).toContainEqual(
    expect.objectContaining({ action: 'originals.purged', facts: { kept: 1 } }),
  )
})

testWith('curl', 'a destination that is no longer trusted gets nothing again', async () => {
  const scene = await openOriginalsScene()
  await scene.send(body)
  const [kept] = await scene.listed(1)
  await scene.office.writeConfig({
    proxy: {
      workers: 0,
      connectPorts: [scene.service.port],
      allowPrivate: ['127.0.0.1/32'],
      hosts: { 'crm.example.test': '127.0.0.1' },
    },
    ingest: { minFreeBytes: 0 },
    originals: { enabled: true, recipient: scene.recipient },
  })
  await scene.gateway.reload()
  const sent = await scene.command('resend', String(kept?.id), '--identity', scene.identity, '--yes')
  expect(sent.code).toBe(1)
  expect(sent.lines[0]).toMatch(/^No answer: /)
  expect(scene.service.arrived).toHaveLength(1)
})

function filesBelow(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    return []
  }
}
