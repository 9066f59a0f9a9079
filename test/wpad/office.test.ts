/** Promises about the port for WPAD with the whole gateway: off unless it is asked for, and what the office says of it is true. */
import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../../scripts/free-port.ts'
import { askControl, openOffice } from '../app/office.ts'
import { gatehouse } from '../app/own-command.ts'
import { testWith } from '../support/clients.ts'

const run = promisify(execFile)
const host = '127.0.0.1'

/** At the address of a client; what curl printed, whatever became of it. */
async function fetched(from: string, ...more: string[]): Promise<string> {
  const asked = ['-sS', '-i', '--max-time', '60', '--interface', from, ...more]
  const { stdout } = await run('curl', asked).catch((error: { stdout: string }) => error)
  return stdout
}

async function started(clients = ['127.0.0.0/29']) {
  const wpadPort = await freePort()
  const office = await openOffice()
  const write = (served: readonly string[]) =>
    office.writeConfig({
      proxy: { clients: served, wpadPort, httpPorts: [wpadPort], allowPrivate: ['127.0.0.1/32'] },
      office: { clientGroups: { rooms: ['127.0.0.3'] } },
      network: { groups: { rooms: { web: 'intercept', whenDown: 'open' } } },
    })
  await write(clients)
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const at = `http://wpad:${wpadPort}`
  const named = ['--resolve', `wpad:${wpadPort}:${host}`]
  const [, proxyPort = ''] = gateway.addresses.proxy.split(':')
  return { office, gateway, wpadPort, proxyPort, at, named, write }
}

testWith('curl', 'a machine finds the proxy by the name wpad, and goes out through it', async () => {
  const { gateway, proxyPort, at, named } = await started()
  const file = await fetched('127.0.0.2', ...named, `${at}/wpad.dat`)
  expect(file).toContain(`"PROXY wpad:${proxyPort}"`)
  expect(await fetched('127.0.0.3', ...named, `${at}/wpad.dat`)).toContain(
    `"PROXY wpad:${proxyPort}; DIRECT"`,
  )
  expect(await fetched('127.0.0.9', ...named, `${at}/wpad.dat`)).toBe('')
  const page = await fetched('127.0.0.2', '-L', ...named, '--resolve', `wpad:${proxyPort}:${host}`, `${at}/`)
  expect(page).toContain('HTTP/1.1 302')
  expect(page).toContain(await (await fetch(`http://${gateway.addresses.proxy}/`)).text().then(titleOf))
})

const titleOf = (page: string) => /<title>.*<\/title>/.exec(page)?.[0] ?? 'no page'

testWith('curl', 'it is no proxy, and no way to it leads through the proxy', async () => {
  const { office, gateway, wpadPort } = await started()
  const through = (proxy: string, url: string) => fetched('127.0.0.2', '--noproxy', '', '-x', proxy, url)
  expect(await through(`http://${host}:${wpadPort}`, office.destination)).toContain('HTTP/1.1 404')
  expect(office.received).toEqual([])
  const looped = await through(`http://${gateway.addresses.proxy}`, `http://${host}:${wpadPort}/wpad.dat`)
  expect(looped).toMatch(/^HTTP\/1\.1 (403|421|508|502) /)
  expect(looped).not.toContain('FindProxyForURL')
})

testWith('curl', 'a network that a reload takes away is answered no more', async () => {
  const { gateway, at, named, write } = await started()
  expect(await fetched('127.0.0.2', ...named, `${at}/wpad.dat`)).toContain('200 OK')
  await write(['127.0.0.1/32'])
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await fetched('127.0.0.2', ...named, `${at}/wpad.dat`)).toBe('')
})

test('the command says what name servers have to be told, and the doctor that the port is open', async () => {
  const { office, gateway, wpadPort } = await started()
  const { lines } = await gatehouse(office, 'setup', 'wpad')
  expect(lines.join('\n')).toContain(`Port ${wpadPort} answers for /wpad.dat`)
  expect(lines).toContain('    host-record=wpad.DOMAIN,127.0.0.1')
  const doctor = await askControl(gateway, '/api/v1/doctor')
  expect(JSON.stringify(doctor)).toContain(`PAC file by WPAD (port ${wpadPort})`)
})

test('without the setting nobody listens, and a change of it waits for a restart', async () => {
  const office = await openOffice()
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const wpadPort = await freePort()
  await office.writeConfig({ proxy: { wpadPort } })
  expect(await gateway.reload()).toMatchObject({ ok: true, needsRestart: ['proxy.wpadPort'] })
  const refused = await new Promise((resolve) => {
    connect(wpadPort, host)
      .on('error', (error) => resolve((error as NodeJS.ErrnoException).code))
      .on('connect', resolve)
  })
  expect(refused).toBe('ECONNREFUSED')
  const { lines } = await gatehouse(office, 'setup', 'wpad')
  expect(lines.join('\n')).toContain('give no name "wpad"')
})

test('a port that another program has is named with its setting, and the gateway does not start', async () => {
  const other = createServer().listen(0, host)
  onTestFinished(() => void other.close())
  await new Promise((resolve) => other.once('listening', resolve))
  const { port } = other.address() as { port: number }
  const office = await openOffice()
  await office.writeConfig({ proxy: { wpadPort: port } })
  await expect(office.start()).rejects.toMatchObject({
    code: 'PORT_IN_USE',
    details: { port },
    hint: expect.stringContaining('proxy.wpadPort'),
  })
})
