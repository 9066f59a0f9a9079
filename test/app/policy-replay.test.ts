/** A draft of the policy is replayed over the journal of a real gateway, running or stopped, and mistakes are told in words. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { reportFailure } from '../../gateway/cli/failure.ts'
import { coverageCommand } from '../../gateway/cli/journal-coverage.ts'
import { policyReplayCommand } from '../../gateway/cli/policy-replay.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { placeIn } from '../cli/gatehouse.ts'
import { endAll, exitOf, startedGateway } from '../cli/started.ts'
import { card, clientOf, type Office, openOffice } from './office.ts'

const keep =
  'connections: [{ id: all, action: intercept }]\nexchanges: [{ id: keep-all, entities: { "*": keep } }]\n'

const drafts = {
  keep,
  refuse: keep.replaceAll('keep', 'refuse'),
  fields: keep.replace('"*": keep }', '"*": keep }, fields: { drop: [born] }'),
  // As `policy check` says it, of the file, the schema, and what rules can never do.
  torn: 'connections: [',
  mistyped: keep.replace('entities', 'entitys'),
  endless: keep.replace('id: all,', 'id: all, match: { destinations: [a.example] },'),
  nameless: keep.replace('keep-all,', 'keep-all, match: { destinations: ["group:nowhere"] },'),
}
type Draft = keyof typeof drafts

/** An office with three masked exchanges in its journal, and drafts beside its policy. */
async function recorded() {
  const office = await openOffice()
  const place = placeIn(office.folder)
  const { child, ready } = await startedGateway(place)
  onTestFinished(() => endAll([child]))
  using client = clientOf(ready.addresses.proxy, office)
  for (const mark of ['a', 'b', 'users/c']) expect(await client.post(mark)).toBe(200)
  for (const [name, text] of Object.entries(drafts)) await writeFile(fileOf(office, name as Draft), text)
  const stop = async () => {
    child.kill('SIGTERM')
    await exitOf(child)
  }
  return { office, stop }
}

function fileOf({ folder }: Office, draft: Draft): string {
  return join(folder, `${draft}.yaml`)
}

interface Asked {
  command?: typeof policyReplayCommand
  options?: Readonly<Record<string, string>>
  json?: boolean
  signal?: AbortSignal
}

/** The command itself, in this process. */
async function run({ configFile }: Office, asked: Asked = {}) {
  const { command = policyReplayCommand, options = {}, json = false } = asked
  let stdout = ''
  let stderr = ''
  const terminal = createTerminal({
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text), isTTY: true },
  })
  const { signal = new AbortController().signal } = asked
  const call = { arguments: [], options, configFile, json, debug: false, terminal, env: {}, signal }
  const failed = (error: unknown) => reportFailure(error, terminal, { json: false, debug: false })
  const code = await command.run(call).catch(failed)
  return { code, stdout, stderr, words: `${stdout}${stderr}` }
}

async function reportOf(office: Office, draft: Draft | null) {
  const options: Record<string, string> = draft === null ? {} : { policy: fileOf(office, draft) }
  const { code, stdout } = await run(office, { options, json: true })
  const { since: _, until: __, file: ___, ...report } = JSON.parse(stdout)
  return { code, report }
}

test('a draft is replayed over the journal, from the running gateway and from the files of a stopped one', async () => {
  const { office, stop } = await recorded()
  const ask = async () => {
    const same = await reportOf(office, null)
    expect(same).toMatchObject({ code: 0, report: { ok: true, exchanges: 3, unchanged: 3, changed: 0 } })
    const kept = await reportOf(office, 'keep')
    expect(kept.report).toMatchObject({
      changed: 3,
      moves: [{ from: 'transform', to: 'pass', exchanges: 3 }],
    })
    const card = { destination: '127.0.0.1', type: 'CREDIT_CARD', from: 'mask', to: 'keep', findings: 3 }
    expect(kept.report.types).toEqual([card])
    const refused = await reportOf(office, 'refuse')
    expect(refused.report).toMatchObject({ changed: 3, rules: [{ name: 'refuse-all', changed: 3 }] })
    const dropped = await reportOf(office, 'fields')
    expect(dropped.report).toMatchObject({ unknown: 3, why: [{ why: 'fields', exchanges: 3 }] })
    return [same, kept, refused, dropped]
  }
  const running = await ask()
  const words = await run(office, { options: { policy: fileOf(office, 'keep'), since: '1h' } })
  expect(words.stderr).toMatch(/Asking the running gateway[\s\S]*\r3 exchanges read, \d+ % of the time/)
  // The line of the progress is taken away again.
  expect(words.stderr.endsWith('\r\u001b[K')).toBe(true)
  expect(words.stdout).toMatch(/3 exchanges from .*\n\nas they were {2}0 \(0 %\)\notherwise {5}3 \(100 %\)/)
  expect(words.stdout).toMatch(/left changed {2}→ {2}would pass as they come/)
  expect(words.stdout).toMatch(/CREDIT_CARD {2}127\.0\.0\.1 {2}mask → keep/)
  const unread = await run(office, { options: { policy: fileOf(office, 'fields') } })
  expect(unread.stdout).toMatch(
    /cannot know {3}3 \(100 %\)[\s\S]*Why nobody can know:\n {2}3 {2}The draft or/,
  )
  const covered = await run(office, { command: coverageCommand })
  expect(covered).toMatchObject({ code: 0, stdout: expect.stringMatching(/looked into {2}3 \(100 %\)/) })
  expect(covered.stdout).toContain('what does not come through the proxy')
  await stop()
  expect(await ask()).toEqual(running)
  const stopped = await run(office, { command: coverageCommand, json: true })
  const inspected = { exchanges: 3, clients: 1, destinations: 1 }
  expect(JSON.parse(stopped.stdout)).toMatchObject({ exchanges: 3, clients: 1, kinds: { inspected } })
  for (const { words: said } of [words, unread, covered, stopped]) expect(said).not.toContain(card)
  expect(office.received).toHaveLength(3)
}, 120_000)

test('what is asked wrongly is told in words, and nothing is summed up', async () => {
  const { office, stop } = await recorded()
  await stop()
  const soon = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
  const asked: [options: Record<string, string>, code: number, words: RegExp][] = [
    [{ since: soon }, 2, /--since lies in the future/],
    [{ since: '1h', until: '2h' }, 2, /--until is not after --since/],
    [{ since: 'yesterday' }, 2, /--since takes a time/],
    [{ client: 'somebody!' }, 2, /--client takes an address/],
    [{ destination: 'a b' }, 2, /--destination takes a host name/],
    [{ limit: '0' }, 2, /--limit takes a whole number/],
    [{ policy: join(office.folder, 'none.yaml') }, 1, /none\.yaml/],
    [{ since: '2001-01-01', until: '2001-01-02' }, 0, /No such exchange is recorded from 2001-01-01/],
    [{ since: '1970-01-02' }, 0, /3 exchanges from 1970/],
    [{ destination: 'other.example' }, 0, /No such exchange/],
    [{ client: 'user:anna' }, 0, /No such exchange/],
    [{ policy: fileOf(office, 'torn') }, 1, /torn\.yaml/],
    [{ policy: fileOf(office, 'mistyped') }, 1, /entitys/],
    [{ policy: fileOf(office, 'endless') }, 1, /endless\.yaml:1:\d+ {2}error: .*does not end in a default/],
    [{ policy: fileOf(office, 'nameless') }, 1, /nameless\.yaml:2:\d+ {2}error: .*"group:nowhere"|nowhere/],
  ]
  for (const [options, code, words] of asked) {
    const answer = await run(office, { options })
    expect(answer, JSON.stringify(options)).toMatchObject({ code, words: expect.stringMatching(words) })
    if (code !== 0) expect(answer.stdout).not.toContain('exchanges from')
  }
  const stopped = await run(office, { signal: AbortSignal.abort() })
  expect(stopped).toMatchObject({
    code: 130,
    stdout: '',
    stderr: expect.stringContaining('Stopped before the end'),
  })
}, 120_000)

test('where no gateway ever ran, there is nothing to replay, and nothing is made', async () => {
  const office = await openOffice()
  for (const command of [policyReplayCommand, coverageCommand])
    expect(await run(office, { command })).toMatchObject({ code: 3, stdout: '' })
})
