/** Promises of the proxy's own files: browsers read them as meant, and nothing typed into the settings breaks out. */
import { runInNewContext } from 'node:vm'
import { expect, test } from 'vitest'
import { onboardingHeaders, onboardingPage } from '../../../gateway/core/pages/onboarding.ts'
import { type PacOptions, pacFile } from '../../../gateway/core/pages/pac.ts'
import { pageStyleHash } from '../../../gateway/core/pages/style.ts'
import { setupFactsOf } from '../../support/setup-facts.ts'

const options: PacOptions = {
  proxyHost: '192.168.1.2',
  proxyPort: 8080,
  tls: false,
  directDomains: ['home.arpa', 'Office.example.'],
  onFailure: 'refuse',
}

/** Runs the file as a browser does: with the format's own functions and no others. */
function ask(file: string, host: string): string {
  const sandbox = { isPlainHostName: (name: string) => !name.includes('.') && !name.includes(':') }
  return runInNewContext(
    `${file}\nFindProxyForURL(${JSON.stringify(`https://${host}/`)}, ${JSON.stringify(host)})`,
    sandbox,
  )
}

test.each([
  'api.example.com',
  'EXAMPLE.com',
  '8.8.8.8',
  '172.32.0.1',
  '2001:db8::1',
  'nothome.arpa',
  '11.0.0.1',
  '10.example.com',
])('%s goes through the gateway, with no way around it', (host) =>
  expect(ask(pacFile(options), host)).toBe('PROXY 192.168.1.2:8080'),
)

test.each([
  'localhost',
  'printer',
  'nas.home.arpa',
  'home.arpa',
  'HOME.ARPA.',
  'www.office.example',
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.0.9',
  '169.254.1.1',
  '::1',
  'fe80::1',
  'fd12:3456::1',
])('%s stays in the office', (host) => expect(ask(pacFile(options), host)).toBe('DIRECT'))

test.each([
  ['my_gate', 'my_gate'],
  ['_gate.example', '_gate.example'],
  ['2001:db8::1', '[2001:db8::1]'],
])('a gateway that is asked for as %s is called so', (proxyHost, written) =>
  expect(ask(pacFile({ ...options, proxyHost }), 'example.com')).toBe(`PROXY ${written}:8080`),
)

test('only who chose it goes out unread when the gateway does not answer', () => {
  expect(ask(pacFile({ ...options, onFailure: 'direct' }), 'example.com')).toBe(
    'PROXY 192.168.1.2:8080; DIRECT',
  )
})

test('a TLS proxy and an IPv6 address are written as browsers want them', () => {
  expect(ask(pacFile({ ...options, tls: true, proxyHost: 'fd00::2' }), 'example.com')).toBe(
    'HTTPS [fd00::2]:8080',
  )
})

test.each(['evil"; alert(1); "', 'a b', '', 'host:80', '-x', "a';x"])(
  'a proxy called %j is refused',
  (proxyHost) => {
    expect(() => pacFile({ ...options, proxyHost })).toThrow(RangeError)
  },
)

test('a domain that tries to be code is a string like any other', () => {
  const file = pacFile({
    ...options,
    directDomains: ['"];FindProxyForURL=function(){return "DIRECT"};["', '\u2028</script>'],
  })
  expect(ask(file, 'example.com')).toBe('PROXY 192.168.1.2:8080')
  expect(file).not.toMatch(/\u2028|<\/script/)
})

test('the onboarding page says to compare fingerprints, where to get certificates and how to check, and runs nothing', () => {
  const page = onboardingPage({
    officeName: '<b>Office</b>',
    contact: 'Sam <sam>',
    hasTroublePage: false,
    fingerprints: { interception: 'AA:BB', office: '' },
    facts: setupFactsOf('192.168.1.2'),
  })
  expect(page).toMatch(/^<!doctype html>\n<html lang="en">/)
  for (const text of [
    'AA:BB',
    'not made yet',
    'href="/check"',
    'proxy.pac',
    'http://192.168.1.2:8080/interception.der',
    'Sam &lt;sam&gt;',
  ]) {
    expect(page).toContain(text)
  }
  expect(page).not.toMatch(/<script|<b>Office|<form|style="/)
  expect(onboardingHeaders['content-security-policy']).toBe(
    `default-src 'none';style-src '${pageStyleHash}';base-uri 'none';form-action 'none';frame-ancestors 'none'`,
  )
})
