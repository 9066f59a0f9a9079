/** Promises of the whole gateway about devices at its proxy, in one process and through workers: real enrolment, curl and command. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'
import { enrol } from '../../agents/enrol.ts'
import { testWith } from '../support/clients.ts'
import { openOffice } from './office.ts'
import { gatehouse } from './own-command.ts'

const run = promisify(execFile)

async function started(workers: number) {
  const office = await openOffice()
  const watched = { clients: { watch: true, unknown: 'rules' } }
  await office.writeConfig({ proxy: { workers }, office: { clientGroups: { tills: [] } }, ...watched })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const command = async (...args: string[]) => {
    const said = await gatehouse(office, ...args)
    expect({ args, code: said.code, notes: said.notes }).toMatchObject({ code: 0 })
    return said.lines
  }
  /** The folder of a device that has enrolled. */
  async function device(name: string): Promise<string> {
    const [line] = await command('device', 'add', name, '--json')
    const { code } = JSON.parse(line ?? '') as { code: string }
    const folder = join(office.folder, name)
    await enrol({ gateway: new URL(`https://${gateway.addresses.ui}`), code, folder })
    return folder
  }
  /** As the recipe has it; the status that curl got. */
  async function ask(folder: string, shows = true): Promise<string> {
    const identity = join(folder, 'identity.pem')
    const { stdout } = await run('curl', [
      ...['-s', '-o', '/dev/null', '-w', '%{http_code}', '--max-time', '60'],
      ...['--proxy', `https://${gateway.addresses.proxy}`, '--proxy-cacert', join(folder, 'roots.pem')],
      ...(shows ? ['--proxy-cert', identity, '--proxy-key', identity] : []),
      office.destination,
    ])
    return stdout
  }
  return { office, gateway, command, device, ask }
}

/** TLS with the proxy, as this device. */
function opened(proxy: string, folder: string): TLSSocket {
  const [host = '', port = ''] = proxy.split(':')
  const identity = readFileSync(join(folder, 'identity.pem'), 'utf8')
  const ca = readFileSync(join(folder, 'roots.pem'), 'utf8')
  const socket = connectTls({ host, port: Number(port), ca, key: identity, cert: identity })
  onTestFinished(() => void socket.destroy())
  return socket.on('error', () => {})
}

for (const workers of [0, 2])
  testWith(
    'curl',
    `a device is known as soon as it has enrolled, and out as soon as it is revoked, with ${workers} workers`,
    async () => {
      const { gateway, command, device, ask } = await started(workers)
      const till = await device('till-1')
      const other = await device('till-2')
      // Workers are told by a socket: in well under a second.
      await expect.poll(() => ask(till), { timeout: 30_000 }).toBe('200')
      const ofTill = async () =>
        (await command('journal', 'list', '--client', 'device:till-1', '--json')).map((line) =>
          JSON.parse(line),
        )
      await expect.poll(async () => (await ofTill()).length, { timeout: 30_000 }).toBeGreaterThan(0)
      expect((await ofTill())[0]).toMatchObject({ client: 'device:till-1' })

      const socket = opened(gateway.addresses.proxy, till)
      const closed = new Promise((resolve) => socket.once('close', resolve))
      await new Promise((resolve) => socket.once('secureConnect', resolve))
      await command('device', 'revoke', 'till-1')
      await closed
      await expect.poll(() => ask(till), { timeout: 30_000 }).toBe('403')
      expect(await ask(other)).toBe('200')
      expect(await ask(till, false)).toBe('200')
    },
    300_000,
  )

for (const workers of [0, 2])
  testWith(
    'curl',
    `an upload of a device that is put into quarantine ends, and the journal says why, with ${workers} workers`,
    async () => {
      const { office, gateway, command, device, ask } = await started(workers)
      const till = await device('till-1')
      await expect.poll(() => ask(till), { timeout: 30_000 }).toBe('200')
      const socket = opened(gateway.addresses.proxy, till)
      await new Promise((resolve) => socket.once('secureConnect', resolve))
      const { host } = new URL(office.destination)
      const fields = `Host: ${host}\r\nContent-Type: text/plain\r\nContent-Length: 100000000`
      socket.write(`POST ${office.destination}up HTTP/1.1\r\n${fields}\r\n\r\n${'x y\n'.repeat(500_000)}`)
      const timer = setInterval(() => socket.write('order line\n'), 50)
      onTestFinished(() => clearInterval(timer))
      let closedAt = Number.POSITIVE_INFINITY
      socket.once('close', () => {
        closedAt = performance.now()
      })
      await new Promise((resolve) => setTimeout(resolve, 500))
      expect(socket.destroyed).toBe(false)
      await command('clients', 'quarantine', 'device:till-1')
      const since = performance.now()
      await expect.poll(() => closedAt - since, { timeout: 30_000 }).toBeLessThan(2000)
      const ofTill = async () =>
        (await command('journal', 'list', '--client', 'device:till-1', '--json')).map((line) =>
          JSON.parse(line),
        )
      await expect
        .poll(ofTill, { timeout: 30_000 })
        .toContainEqual(
          expect.objectContaining({ reason: 'client-quarantined', action: 'refused-midstream' }),
        )
    },
    300_000,
  )

testWith(
  'curl',
  'a device is put into quarantine and into groups by its name, and rules are tested for it',
  async () => {
    const { office, gateway, command, device, ask } = await started(0)
    const connections =
      '[{ id: stop, match: { clients: ["group:tills"] }, action: refuse }, { id: all, action: intercept }]'
    await writeFile(
      office.policyFile,
      `connections: ${connections}\nexchanges: [{ id: keep, entities: { "*": keep } }]\n`,
    )
    expect(await gateway.reload()).toMatchObject({ ok: true })
    const till = await device('till-1')
    const tested = async () => {
      const who = ['--client', 'device:till-1', '--json']
      const [policy] = await command('policy', 'test', '--destination', 'a.example', ...who)
      const [trackers] = await command('trackers', 'test', 'a.example', ...who)
      return [JSON.parse(policy ?? '').action, JSON.parse(trackers ?? '').client.action]
    }
    expect(await ask(till)).toBe('200')
    expect(await tested()).toEqual(['pass', 'intercept'])
    await command('clients', 'group', 'till-1', 'tills')
    expect(await tested()).toEqual(['refuse', 'refuse'])
    const listed = (await command('clients', 'list', '--json')).map((line) => JSON.parse(line))
    expect(listed).toContainEqual(
      expect.objectContaining({ hardware: 'device:till-1', group: 'tills', state: 'known' }),
    )
    await command('clients', 'quarantine', 'device:till-1')
    expect(await ask(till)).toBe('403')
    expect(await ask(till, false)).toBe('200')
    await command('clients', 'release', 'till-1')
    await command('clients', 'group', 'till-1')
    expect(await ask(till)).toBe('200')
    const doctor = (await gatehouse(office, 'doctor', '--json')).lines.join()
    expect(doctor).toContain('proxy-devices')
  },
  300_000,
)
