/** Promises of the whole gateway about users of the proxy, in one process and through workers: real curl, real command. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { testWith } from '../support/clients.ts'
import { type Office, openOffice, type Sections } from './office.ts'
import { gatehouse } from './own-command.ts'

const run = promisify(execFile)
const required = { proxy: { authentication: { mode: 'require' } } }

async function started(more: Sections = required) {
  const office = await openOffice()
  await office.writeConfig(more)
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  return { office, gateway, proxy: gateway.addresses.proxy }
}

/** The status that curl got of a POST by way of the proxy. */
async function post(office: Office, proxy: string, ...login: string[]): Promise<string> {
  const asked = [
    '-s',
    '-o',
    '/dev/null',
    '-w',
    '%{http_code}',
    '--max-time',
    '120',
    '-d',
    'hello',
    office.destination,
  ]
  const { stdout } = await run('curl', ['--proxy', `http://${proxy}`, ...login, ...asked])
  return stdout
}

testWith(
  'curl',
  'who was added gets through, who was removed or has another password does not, at once',
  async () => {
    const { office, proxy } = await started()
    expect(await post(office, proxy)).toBe('407')
    const added = await gatehouse(office, 'proxy', 'user', 'add', 'anna')
    expect(added.code).toBe(0)
    const password = added.lines[0] ?? ''
    const anna = ['--proxy-user', `anna:${password}`]
    expect(await post(office, proxy, ...anna)).toBe('200')
    // Whichever process takes the connection.
    for (let i = 0; i < 4; i += 1) expect(await post(office, proxy, ...anna)).toBe('200')
    expect(await post(office, proxy, '--proxy-user', 'anna:something else')).toBe('407')
    const journal = await gatehouse(office, 'journal', 'list', '--client', 'user:anna', '--json')
    expect(journal.lines.length).toBe(5)

    const renewed = await gatehouse(office, 'proxy', 'user', 'passwd', 'anna')
    expect(await post(office, proxy, ...anna)).toBe('407')
    const again = ['--proxy-user', `anna:${renewed.lines[0]}`]
    expect(await post(office, proxy, ...again)).toBe('200')
    expect((await gatehouse(office, 'proxy', 'user', 'list')).lines[0]).toMatch(/^anna /)
    expect((await gatehouse(office, 'proxy', 'user', 'remove', 'anna')).code).toBe(0)
    expect(await post(office, proxy, ...again)).toBe('407')
    const ledger = await gatehouse(office, 'ledger', 'list', '--json')
    for (const action of ['added', 'password-set', 'removed'])
      expect(ledger.lines.join()).toContain(`proxy-user.${action}`)
    for (const secret of [password, renewed.lines[0] ?? ''])
      for (const text of [
        journal.lines.join(),
        ledger.lines.join(),
        await readFile(`${office.folder}/data/proxy-users.json`, 'utf8'),
      ])
        expect(text).not.toContain(secret)
  },
  300_000,
)

test('what a user has open is cut when it is removed, whichever process has it', async () => {
  const { office, proxy } = await started()
  const { lines } = await gatehouse(office, 'proxy', 'user', 'add', 'anna')
  const [host = '', port = ''] = proxy.split(':')
  const socket = connect({ host, port: Number(port) })
  onTestFinished(() => void socket.destroy())
  socket.on('error', () => {})
  const heard: string[] = []
  socket.setEncoding('latin1').on('data', (text: string) => heard.push(text))
  const closed = new Promise((resolve) => socket.once('close', resolve))
  const url = new URL(office.destination)
  socket.write(
    `GET ${office.destination} HTTP/1.1\r\nHost: ${url.host}\r\nProxy-Authorization: Basic ${btoa(`anna:${lines[0]}`)}\r\n\r\n`,
  )
  await expect.poll(() => heard.join(''), { timeout: 120_000 }).toContain('HTTP/1.1 200')
  await gatehouse(office, 'proxy', 'user', 'remove', 'anna')
  await closed
}, 300_000)

test('a reload switches logins on and off', async () => {
  const { office, gateway, proxy } = await started({})
  const ask = async () => (await fetchStatus(office, proxy)).slice(9, 12)
  expect(await ask()).toBe('200')
  await office.writeConfig({ proxy: { authentication: { mode: 'require', exempt: ['192.0.2.0/24'] } } })
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await ask()).toBe('407')
  const overTlsOnly = true
  await office.writeConfig({
    proxy: { authentication: { mode: 'require', exempt: ['127.0.0.0/8'], overTlsOnly } },
  })
  expect(await gateway.reload()).toMatchObject({ ok: true })
  expect(await ask()).toBe('200')
  // Browsers that ask how to reach the proxy are then told to do so over TLS. Workers hear of it a second later.
  await expect.poll(() => said(proxy, '/proxy.pac'), { timeout: 60_000 }).toContain(`HTTPS ${proxy}`)
}, 300_000)

/** The head of the answer to one request by way of the proxy. */
function fetchStatus(office: Office, proxy: string): Promise<string> {
  return said(proxy, office.destination, new URL(office.destination).host)
}

async function said(proxy: string, target: string, hostField = proxy): Promise<string> {
  const [host = '', port = ''] = proxy.split(':')
  const socket = connect({ host, port: Number(port) })
  socket.write(`GET ${target} HTTP/1.1\r\nHost: ${hostField}\r\nConnection: close\r\n\r\n`)
  let heard = ''
  for await (const chunk of socket) heard += chunk
  return heard
}
