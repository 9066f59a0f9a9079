/** `gatehouse incident` over a real control socket to real routes and the real room, and while the gateway is stopped. */
import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fastify } from 'fastify'
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { Client } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfig } from '../../config/load.ts'
import { errorHandler } from '../../gateway/api/problem.ts'
import { incidentRoutes } from '../../gateway/api/routes/incidents.ts'
import type { IncidentServices } from '../../gateway/api/services/incidents.ts'
import { dataPaths } from '../../gateway/app/paths.ts'
import { type Call, isGroup } from '../../gateway/cli/command.ts'
import { reportFailure } from '../../gateway/cli/failure.ts'
import { incidentCommands } from '../../gateway/cli/incident.ts'
import { createTerminal } from '../../gateway/cli/terminal.ts'
import { createEventBus } from '../../gateway/core/events.ts'
import { openIncidents } from '../../gateway/incidents/incidents.ts'
import { openKeyring } from '../../gateway/keyring/keyring.ts'
import { silentLog } from '../../gateway/ops/log.ts'
import { openStore } from '../../gateway/store/store.ts'
import { folder, watchedHealth } from '../store/fixture.ts'
import { startReceiver } from './receiver.ts'
import { hour, minute, setClock, speaksFor } from './room.ts'

interface Ran {
  code: number
  out: string
  err: string
}

interface Office {
  run(words: readonly string[], options?: Record<string, string>, json?: boolean): Promise<Ran>
  /** Asks the control socket itself. */
  ask(
    method: 'GET' | 'POST',
    path: string,
    body?: object,
  ): Promise<{ status: number; body: Record<string, unknown> }>
  /** The id of the incident of a till that fell silent. */
  id: string
  stop(): Promise<void>
}

async function office(webhook: string | null = null): Promise<Office> {
  const root = folder()
  const configFile = join(root, 'gatehouse.yaml')
  writeFileSync(configFile, `data:\n  directory: ${JSON.stringify(join(root, 'data'))}\n`)
  const { config } = await loadConfig({ file: configFile, env: {} })
  const paths = dataPaths(config)
  mkdirSync(paths.run, { recursive: true, mode: 0o700 })
  const clock = setClock(Date.now() - 3 * hour)
  const keyring = await openKeyring({
    directory: paths.keys,
    root: { kind: 'file', path: paths.rootKey },
    clock,
    createIfNew: true,
  })
  const health = watchedHealth()
  const key = await keyring.longLivedKey('database')
  const store = await openStore({ file: paths.database, key, clock, health })
  const bus = createEventBus({ fault: () => undefined })
  const incidents = openIncidents({
    ...{ store, bus, clock, health, log: silentLog, random: randomBytes },
    ledger: { append: () => undefined },
    settings: () => ({ silenceMs: 2 * minute, webhook: { url: webhook, secretFile: null } }),
  })
  const pass = (ms: number) => {
    for (let left = ms; left > 0; left -= 5000) {
      clock.pass(5000)
      incidents.look()
    }
  }
  speaksFor({ bus, clock, pass }, 2 * hour)
  pass(3 * minute)
  const services: IncidentServices = incidents
  const api = fastify().withTypeProvider<ZodTypeProvider>()
  api.setValidatorCompiler(validatorCompiler)
  api.setSerializerCompiler(serializerCompiler)
  api.setErrorHandler(errorHandler(silentLog))
  // As on the control socket, where nobody has to say who asks.
  api.decorateRequest('asker', null)
  incidentRoutes(api as never, services)
  await api.listen({ path: paths.control })
  let isStopped = false
  const stop = async () => {
    if (isStopped) return
    isStopped = true
    await api.close()
    await incidents[Symbol.asyncDispose]()
    await store[Symbol.asyncDispose]()
    await keyring[Symbol.asyncDispose]()
  }
  onTestFinished(stop)
  return {
    id: incidents.list({ limit: 1 }).incidents[0]?.id ?? '',
    stop,
    run: (words, options = {}, json = false) => run({ words, options, json, configFile }),
    async ask(method, path, asked) {
      const client = new Client('http://localhost', { socketPath: paths.control })
      try {
        const { statusCode, body } = await client.request({
          ...{ method, path },
          ...(asked === undefined
            ? {}
            : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(asked) }),
        })
        return {
          status: statusCode,
          body: JSON.parse((await body.text()) || '{}') as Record<string, unknown>,
        }
      } finally {
        await client.close()
      }
    },
  }
}

async function run(line: {
  words: readonly string[]
  options: Record<string, string>
  json: boolean
  configFile: string
}): Promise<Ran> {
  let [out, err] = ['', '']
  const write = (text: string | Uint8Array) => Buffer.from(text).toString()
  const terminal = createTerminal({
    stdout: { write: (text) => (out += write(text)) },
    stderr: { write: (text) => (err += write(text)) },
  })
  const [name = '', ...rest] = line.words
  const command = isGroup(incidentCommands) ? incidentCommands.commands[name] : undefined
  if (command === undefined) throw new Error(`no command ${name}`)
  const call: Call = {
    arguments: rest,
    options: line.options,
    configFile: line.configFile,
    json: line.json,
    debug: false,
    terminal,
    env: {},
    signal: new AbortController().signal,
  }
  try {
    return { code: await command.run(call), out, err }
  } catch (error) {
    return { code: reportFailure(error, terminal, { json: line.json, debug: false }), out, err }
  }
}

const nowhere = '000000000000-000000000000'

test('list, show, ack and close tell a person what happened, what is left, and how it ended', async () => {
  const { run: gatehouse, id } = await office()
  expect((await gatehouse(['list'])).out).toMatch(
    new RegExp(
      `^${id}  2\\d{3}-.*  act-by  open  till-2 has been silent for 2 minutes.*longer than 5 seconds\\.\\n$`,
    ),
  )
  expect((await gatehouse(['list'], { state: 'acknowledged' })).err).toContain('There is none of that kind.')
  const shown = (await gatehouse(['show', id])).out
  expect(shown).toMatch(/about +device till-2, noticed by silence/)
  expect(shown).toMatch(/silentMs=1\d{5} .*longestPauseIn7DaysMs=5000/)
  expect((await gatehouse(['ack', id])).out).toMatch(/: acknowledged, 3 days left to notify\n$/)
  expect((await gatehouse(['close', id], { outcome: 'not-required', note: 'It was moved.' })).out).toMatch(
    /: closed: not-required\n$/,
  )
  const [incident] = (await gatehouse(['list'], {}, true)).out.trim().split('\n')
  expect(JSON.parse(incident ?? '')).toMatchObject({
    id,
    state: 'closed',
    note: 'It was moved.',
    clock: null,
  })
})

test('of two people who acknowledge at the same moment one is told that it was done already', async () => {
  const { ask, id, run: gatehouse } = await office()
  const answers = await Promise.all([1, 2].map(() => ask('POST', `/api/v1/incidents/${id}/acknowledge`)))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
  const refused = answers.find(({ status }) => status === 409)
  expect(refused?.body).toMatchObject({
    code: 'INCIDENT_STATE',
    hint: expect.stringContaining('72 hours run from then'),
  })
  const again = await gatehouse(['ack', id])
  expect(again.code).toBe(1)
  expect(again.err).toContain('The incident is not in a state for this.')
})

test('an unknown id is 404, and a malformed one is refused before anybody looks', async () => {
  const { ask, run: gatehouse } = await office()
  for (const [method, path, body] of [
    ['GET', `/api/v1/incidents/${nowhere}`],
    ['POST', `/api/v1/incidents/${nowhere}/acknowledge`],
    ['POST', `/api/v1/incidents/${nowhere}/close`, { outcome: 'no-breach' }],
  ] as const)
    expect((await ask(method, path, body)).status).toBe(404)
  for (const path of [
    '/api/v1/incidents/..%2f..%2fetc',
    '/api/v1/incidents/x',
    '/api/v1/incidents?limit=0',
    '/api/v1/incidents?state=none',
  ])
    expect((await ask('GET', path)).status).toBe(400)
  expect((await gatehouse(['show', nowhere])).code).toBe(1)
  expect((await gatehouse(['show', '../../etc/passwd'])).code).toBe(2)
  expect((await gatehouse(['list'], { before: 'x' })).code).toBe(2)
  expect((await gatehouse(['close', nowhere])).code).toBe(2)
  expect((await gatehouse(['close', nowhere], { outcome: 'maybe' })).code).toBe(2)
})

test('a note is text: markup stays text, and what a terminal obeys is refused everywhere', async () => {
  const { ask, id, run: gatehouse } = await office()
  const close = (note: string) => ask('POST', `/api/v1/incidents/${id}/close`, { outcome: 'no-breach', note })
  for (const hostile of ['\u001b[2J', 'a\u0000b', '\u202etxt', 'x'.repeat(1001)]) {
    expect((await close(hostile)).status).toBe(400)
    expect((await gatehouse(['close', id], { outcome: 'no-breach', note: hostile })).code).toBe(2)
  }
  expect((await gatehouse(['close', id], { outcome: 'no-breach', note: 'x'.repeat(1024 * 1024) })).code).toBe(
    2,
  )
  const markup = `<script>alert("1")</script>\n'); DROP TABLE incident; --`
  expect((await close(markup)).body).toMatchObject({ state: 'closed', note: markup })
  expect((await gatehouse(['show', id])).out).toContain('<script>alert("1")</script> / ')
})

test('a megabyte of note never reaches a route, and the socket lives on', async () => {
  const { ask, id } = await office()
  const note = 'x'.repeat(1024 * 1024)
  const answer = await ask('POST', `/api/v1/incidents/${id}/close`, { outcome: 'no-breach', note }).catch(
    () => ({ status: 413 }),
  )
  expect(answer.status).toBe(413)
  // What people write may name people, and addresses are written down in many places.
  const inAddress = await ask('POST', `/api/v1/incidents/${id}/close?outcome=no-breach&note=case`)
  expect(inAddress.status).toBe(400)
  expect((await ask('GET', `/api/v1/incidents/${id}`)).body).toMatchObject({ incident: { state: 'open' } })
})

test('a breach cannot be closed unacknowledged, and the words say what to do first', async () => {
  const { id, run: gatehouse } = await office()
  const refused = await gatehouse(['close', id], { outcome: 'notified' })
  expect(refused.code).toBe(1)
  expect(refused.err).toContain('Acknowledge it first')
})

test('the same is read from the files while the gateway is stopped, with the clock still counting', async () => {
  const { id, run: gatehouse, stop } = await office()
  await gatehouse(['ack', id])
  await stop()
  const listed = await gatehouse(['list'])
  expect(listed.err).toContain('The gateway is stopped')
  expect(listed.out).toMatch(new RegExp(`^${id} .* acknowledged, (2 days 23 hours|3 days) left to notify`))
  expect((await gatehouse(['show', id])).out).toContain('till-2 has been silent')
  expect((await gatehouse(['show', nowhere])).code).toBe(1)
  expect((await gatehouse(['ack', id])).code).toBe(3)
})

test('test-webhook says how it went, by its exit code too', async () => {
  const receiver = await startReceiver({ plain: true })
  const { run: gatehouse } = await office(receiver.url)
  const fine = await gatehouse(['test-webhook'])
  expect(fine).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^It was delivered\. Status 200\. It took \d+ ms\.\n$/),
  })
  expect(fine.err).toContain('Posts are not signed')
  expect(receiver.posts.map(({ body }) => JSON.parse(body).occasion)).toContain('test')
  receiver.answer((response) => void response.writeHead(404).end())
  expect(await gatehouse(['test-webhook'], {}, true)).toMatchObject({ code: 1 })
  const { run: without } = await office()
  expect((await without(['test-webhook'])).out).toContain('No webhook is configured')
})
