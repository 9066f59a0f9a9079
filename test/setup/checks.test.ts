/** Promises of the page that checks a machine: answers come from the gateway alone, and prove what they are asked about. */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { setupChecks } from '../../gateway/core/setup/checks.ts'
import { testWith } from '../support/clients.ts'
import { setupFactsOf } from '../support/setup-facts.ts'
import { openRecipeOffice, type RecipeOffice } from './recipe-office.ts'

/** Refuses and tunnels what there is: checks are answered whatever the policy says. */
const refuseAll = {
  mode: 'enforce',
  connections: [
    { id: 'unread', match: { destinations: ['192.0.2.254'] }, action: 'tunnel' },
    { id: 'nowhere', action: 'refuse' },
  ],
  exchanges: [{ id: 'none', entities: { '*': 'refuse' } }],
}

const urls = Object.fromEntries(setupChecks(setupFactsOf('127.0.0.1')).map(({ id, url }) => [id, url]))

async function ask(office: RecipeOffice, ...args: string[]): Promise<string> {
  const file = join(office.home, 'roots.pem')
  await writeFile(file, office.proxy.caPem)
  const proxied = `curl -sS --max-time 20 --proxy http://${office.proxy.host}:${office.proxy.port} --cacert ${JSON.stringify(file)}`
  const { said } = await office.shell(`${proxied} ${args.map((one) => `'${one}'`).join(' ')} || true`)
  return said
}

testWith(
  'curl',
  'checks are answered over both families and in TLS, whatever the policy says, and leave no record',
  async () => {
    const office = await openRecipeOffice({ policy: refuseAll })
    for (const id of ['through', 'web-root', 'ipv6'])
      expect(await ask(office, urls[id] ?? '')).toContain('<title>Yes')
    expect(await ask(office, '-p', urls.through ?? '')).toContain('<title>Yes')
    expect(office.proxy.records).toEqual([])
    expect(office.proxy.faults).toEqual([])
  },
)

testWith(
  'curl',
  'without the certificate the check of it is not answered, and that is no record of a client that pins',
  async () => {
    const office = await openRecipeOffice()
    expect(
      await ask(office, '--cacert', '/etc/ssl/certs/ca-certificates.crt', urls['web-root'] ?? ''),
    ).toContain('certificate')
    expect(office.proxy.records).toEqual([])
  },
)

testWith('curl', 'beside the addresses of checks nothing is answered here', async () => {
  const office = await openRecipeOffice()
  for (const url of [
    'http://192.0.2.253/check/answer.svg',
    'https://192.0.2.253/check/answer.svg',
    'http://example.test/check/answer.svg',
    `http://example.test:${office.proxy.port}/check`,
  ])
    expect(await ask(office, url)).not.toContain('<title>Yes')
  expect(await ask(office, 'http://192.0.2.254/check/other.svg')).toContain('no page here')
  // A POST, with whatever it carries, is turned down there.
  expect(await ask(office, '-d', 'hello', '-o', '/dev/null', '-w', '%{http_code}', urls.through ?? '')).toBe(
    '405',
  )
})

testWith(
  'curl',
  'a client with a proxy typed in reaches the pages at the very address that it uses',
  async () => {
    const office = await openRecipeOffice()
    const at = `${office.proxy.host}:${office.proxy.port}`
    const here = await ask(office, '--noproxy', '', `http://${at}/check`)
    expect(here).toContain('Is this machine set up?')
    expect(
      await ask(office, '--noproxy', '', `http://gatehouse.home.arpa:${office.proxy.port}/check/answer.svg`),
    ).toContain('<title>Yes')
    expect(
      await ask(office, '--noproxy', '', `http://gatehouse.home.arpa:${office.proxy.port}/proxy.pac`),
    ).not.toContain('FindProxyForURL')
  },
)

testWith('curl', 'the page runs no script that stands in it, and the answer may do nothing', async () => {
  const office = await openRecipeOffice()
  const head = (path: string) =>
    ask(office, '--noproxy', '*', '-i', `http://${office.proxy.host}:${office.proxy.port}${path}`)
  const page = await head('/check')
  expect(page).toMatch(
    /content-security-policy: default-src 'none';style-src 'sha256-[^']+';script-src 'self';/,
  )
  expect(page.match(/<script[^>]*>/g)).toEqual(['<script src="/check.js" defer>'])
  expect(page).not.toMatch(/ on\w+=|style="/)
  expect(await head('/check.js')).toMatch(/content-type: text\/javascript/)
  expect(await head('/check/answer.svg')).toMatch(
    /content-security-policy: default-src 'none';style-src 'sha256-/,
  )
})

test('every check says what is missing and what to do', () => {
  for (const { question, missing } of setupChecks(setupFactsOf('192.168.1.2'))) {
    expect(question).toMatch(/\?$/)
    expect(missing).toMatch(/^No\. .{30,}\.$/)
  }
})
