/** Promises about how machines find the PAC file: the exact line for each server, and DNS only where it can work. */
import { expect, test } from 'vitest'
import { firefoxPolicies } from '../../../gateway/core/setup/firefox.ts'
import { recipeLines } from '../../../gateway/core/setup/recipe-lines.ts'
import { setupRecipes } from '../../../gateway/core/setup/recipes.ts'
import { wpadAdvice } from '../../../gateway/core/setup/wpad.ts'
import { setupFactsOf } from '../../support/setup-facts.ts'

const factsOf = (host: string) => ({ ...setupFactsOf(host), wpadPort: null })

test.each([
  ['dnsmasq', 'dhcp-option=252,"http://192.168.1.2:8080/proxy.pac"'],
  ['isc', 'option wpad "http://192.168.1.2:8080/proxy.pac";'],
  [
    'kea',
    '"option-data": [{ "name": "wpad", "code": 252, "space": "dhcp4", "data": "http://192.168.1.2:8080/proxy.pac" }]',
  ],
  ['windows-server', 'netsh dhcp server set optionvalue 252 STRING "http://192.168.1.2:8080/proxy.pac"'],
])('%s is told by one line: %s', (id, line) => {
  const { servers } = wpadAdvice(factsOf('192.168.1.2'))
  expect(servers.find((server) => server.id === id)?.lines).toContain(line)
})

test('what is put into Kea is JSON', () => {
  const lines = wpadAdvice(factsOf('fd00::2')).servers.find(({ id }) => id === 'kea')?.lines ?? []
  expect(JSON.parse(`{${lines.join('')}}`)).toMatchObject({
    'option-def': [{ code: 252 }],
    'option-data': [{ data: 'http://[fd00::2]:8080/proxy.pac' }],
  })
})

test('DNS is offered where the gateway answers at port 80, and nowhere else', () => {
  expect(wpadAdvice({ ...factsOf('192.168.1.2'), proxyPort: 80 }).dns.possible).toBe(true)
  const { possible, says, servers } = wpadAdvice(factsOf('192.168.1.2')).dns
  expect(possible).toBe(false)
  expect(says).toContain('proxy.wpadPort: 80')
  expect(servers).toEqual([])
})

test.each([
  ['192.168.1.2', 'dnsmasq', 'host-record=wpad.DOMAIN,192.168.1.2'],
  ['fd00::2', 'dnsmasq', 'host-record=wpad.DOMAIN,fd00::2'],
  ['192.168.1.2', 'zone-file', 'wpad IN A 192.168.1.2'],
  ['fd00::2', 'zone-file', 'wpad IN AAAA fd00::2'],
  ['gatehouse.home.arpa', 'zone-file', 'wpad IN A ADDRESS'],
  [
    '192.168.1.2',
    'windows-server',
    'Add-DnsServerResourceRecord -ZoneName "DOMAIN" -A -Name "wpad" -IPv4Address "192.168.1.2"',
  ],
  [
    'fd00::2',
    'windows-server',
    'Add-DnsServerResourceRecord -ZoneName "DOMAIN" -AAAA -Name "wpad" -IPv6Address "fd00::2"',
  ],
])('with a port for WPAD at %s, %s is told %s', (host, id, line) => {
  const { dns } = wpadAdvice({ ...factsOf(host), wpadPort: 80 })
  expect(dns.possible).toBe(true)
  expect(dns.servers.find((server) => server.id === id)?.lines).toContain(line)
  expect(dns.says.includes('ADDRESS')).toBe(host === 'gatehouse.home.arpa')
})

test('a port for WPAD other than 80 is offered with what is still missing', () => {
  const { says } = wpadAdvice({ ...factsOf('192.168.1.2'), wpadPort: 8081 }).dns
  expect(says).toContain('whatever comes there has to be led to port 8081')
})

test('the policies for Firefox name both certificates as the pages offer them, and the PAC file', () => {
  const { policies } = JSON.parse(firefoxPolicies('http://192.168.1.2:8080/proxy.pac'))
  expect(policies.Certificates.Install).toEqual(['gatehouse-interception.crt', 'gatehouse-office.crt'])
  expect(policies.Proxy).toMatchObject({
    Mode: 'autoConfig',
    AutoConfigURL: 'http://192.168.1.2:8080/proxy.pac',
  })
})

test('every recipe can be undone, and its lines for a terminal hold no marks but backquotes', () => {
  for (const recipe of setupRecipes(setupFactsOf('192.168.1.2'))) {
    expect(recipe.install.length, recipe.id).toBeGreaterThan(0)
    expect(recipe.uninstall.length, recipe.id).toBeGreaterThan(0)
    const prose = recipeLines(recipe).filter((line) => !line.startsWith('    '))
    expect(prose.join('\n').replaceAll(/`[^`]*`/g, ''), recipe.id).not.toMatch(/\]\(|(^|\s)_\w/)
  }
})
