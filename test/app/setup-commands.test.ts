/** Promises of `gatehouse setup` and of the pages behind it, with the whole gateway: what the command prints is what clients get. */
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../gateway/cli/dispatch.ts'
import { type Office, openOffice } from './office.ts'

async function started() {
  const office = await openOffice()
  await office.writeConfig({
    proxy: { clients: ['127.0.0.0/29', '192.168.7.0/24'] },
    office: { name: 'Test & Sons', clientGroups: { rooms: ['192.168.7.64/26'] } },
    network: { groups: { rooms: { web: 'intercept', whenDown: 'open' } } },
  })
  const gateway = await office.start()
  onTestFinished(() => gateway[Symbol.asyncDispose]())
  const { proxy } = gateway.addresses
  const page = async (path: string) => (await fetch(`http://${proxy}${path}`)).text()
  return { office, proxy, page }
}

async function gatehouse(office: Office, ...args: string[]) {
  const said: string[] = []
  const notes: string[] = []
  const terminal = {
    line: (text: string) => void said.push(`${text}\n`),
    raw: (text: string | Buffer) => void said.push(text.toString()),
    note: (text: string) => void notes.push(text),
    json: (value: unknown) => void said.push(`${JSON.stringify(value)}\n`),
  }
  const code = await runCli([...args, '--config', office.configFile], {
    terminal: terminal as never,
    env: {},
    signal: new AbortController().signal,
  })
  return { code, said: said.join(''), notes }
}

test('recipes are listed and printed, filled in for this gateway, and a wrong name says which there are', async () => {
  const { office, proxy } = await started()
  const { said } = await gatehouse(office, 'setup', 'list')
  expect(said).toMatch(/^windows +Windows *$/m)
  expect(said).toMatch(/^git +git +tried$/m)
  const git = await gatehouse(office, 'setup', 'show', 'git')
  expect(git.said).toContain(`git config --global http.proxy http://${proxy}`)
  expect(git.said).toContain('TO UNDO IT')
  const json = JSON.parse((await gatehouse(office, 'setup', 'show', 'ios', '--json')).said)
  expect(json).toMatchObject({ id: 'ios', proof: { kind: 'vendor', read: '2026-11-23' } })
  expect((await gatehouse(office, 'setup', 'show', 'amiga')).code).not.toBe(0)
})

test('the PAC file of a client is printed as it gets it, and none for a stranger', async () => {
  const { office, proxy, page } = await started()
  const here = await gatehouse(office, 'setup', 'pac', '127.0.0.1')
  expect(here.said).toBe(await page('/proxy.pac'))
  expect((await gatehouse(office, 'setup', 'pac', '192.168.7.70')).said).toContain(`"PROXY ${proxy}; DIRECT"`)
  expect((await gatehouse(office, 'setup', 'pac', '192.168.7.2')).said).toContain(`"PROXY ${proxy}"`)
  for (const stranger of ['127.0.0.9', '8.8.8.8', 'nobody', '']) {
    const refused = await gatehouse(office, 'setup', 'pac', stranger)
    expect(refused.said).toBe('')
    expect(refused.code).not.toBe(0)
  }
})

test('WPAD, the profile and the policies are printed as clients get them', async () => {
  const { office, proxy, page } = await started()
  const wpad = await gatehouse(office, 'setup', 'wpad')
  expect(wpad.said).toContain(`dhcp-option=252,"http://${proxy}/proxy.pac"`)
  expect(wpad.said).toContain('give no name "wpad"')
  const profile = await gatehouse(office, 'setup', 'profile')
  expect(profile.said).toBe(await page('/gatehouse.mobileconfig'))
  expect(profile.said.match(/com\.apple\.security\.root</g)).toHaveLength(2)
  expect(profile.said).toContain('Test &amp; Sons')
  expect((await gatehouse(office, 'setup', 'policies')).said).toBe(await page('/firefox-policies.json'))
})

test('the lines that check a client are printed, and say yes where they are run through the proxy', async () => {
  const { office, proxy } = await started()
  const { said } = await gatehouse(office, 'setup', 'check')
  const [line = ''] = said.match(/curl .*http:\/\/192\.0\.2\.254.*/) ?? []
  const { stdout } = await promisify(execFile)('sh', ['-c', line], {
    env: { PATH: process.env.PATH ?? '', http_proxy: `http://${proxy}` },
  })
  expect(stdout).toContain('<title>Yes')
  expect(said).toContain(`'https://${proxy}/check/answer.svg'`)
})

test('what the pages offer has types that systems act on, and names that recipes speak of', async () => {
  const { proxy } = await started()
  const head = async (path: string) => [...(await fetch(`http://${proxy}${path}`)).headers].join('\n')
  expect(await head('/gatehouse.mobileconfig')).toContain('content-type,application/x-apple-aspen-config')
  expect(await head('/interception.der')).toContain('filename="gatehouse-interception.crt"')
  expect(await head('/office.der')).toContain('filename="gatehouse-office.crt"')
  expect(await head('/firefox-policies.json')).toContain('content-type,application/json')
})
