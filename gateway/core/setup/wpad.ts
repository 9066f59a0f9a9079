/** How machines find the PAC file by themselves: by DHCP, and by DNS where the gateway answers at port 80. */
import { fromVendor, type Proof } from './recipe.ts'
import { type DnsAdvice, dnsAdvice } from './wpad-dns.ts'

export interface WpadFacts {
  pacUrl: string
  proxyHost: string
  proxyPort: number
  /** The port at which the PAC file alone is answered for; null: there is none. */
  wpadPort: number | null
  officeHost: string
}

export interface WpadServer {
  id: string
  title: string
  proof: Proof
  /** What is typed in, line by line. */
  lines: readonly string[]
}

export interface WpadAdvice {
  /** What DHCP option 252 says. */
  url: string
  servers: readonly WpadServer[]
  dns: DnsAdvice
  warnings: readonly string[]
}

/** `pacUrl` is an URL that `pacFile` accepts the host of, so that nothing in it ends a quoted string. */
export function wpadAdvice(facts: WpadFacts): WpadAdvice {
  return {
    url: facts.pacUrl,
    servers: dhcpServers(facts.pacUrl),
    dns: dnsAdvice(facts),
    warnings: [
      'Chrome, Edge and other programs on Windows ask DHCP; Firefox only where it is set to the proxy of the system. macOS asks with "Auto Proxy Discovery". Android, iPhones and most programs in a terminal do not ask: they need the address of the PAC file.',
      'A machine that finds no PAC file goes out directly. Where nothing may leave unread, the router must let the gateway alone into the web, or the box takes the traffic itself (network.mode: transparent).',
      'Whoever answers DHCP or the name wpad in your network decides where web traffic goes. Let nobody else answer: switch DHCP snooping on where your switch has it.',
    ],
  }
}

function dhcpServers(url: string): WpadServer[] {
  return [
    {
      id: 'dnsmasq',
      title: 'dnsmasq, and routers that run it (OpenWrt, Pi-hole: as a line of its configuration)',
      proof: fromVendor(
        'dnsmasq, manual page, --dhcp-option',
        'https://manpages.ubuntu.com/manpages/jammy/man8/dnsmasq.8.html',
      ),
      lines: [`dhcp-option=252,"${url}"`],
    },
    {
      id: 'isc',
      title: 'ISC dhcpd',
      proof: fromVendor('ISC, manual page dhcp-options(5)', 'https://kb.isc.org/docs/standard-dhcp-options'),
      lines: ['option wpad code 252 = text;', `option wpad "${url}";`],
    },
    {
      id: 'kea',
      title: 'Kea (inside "Dhcp4")',
      proof: fromVendor(
        'ISC, Kea example all-options.json',
        'https://kea.readthedocs.io/en/latest/arm/dhcp4-srv.html',
      ),
      lines: [
        '"option-def": [{ "name": "wpad", "code": 252, "space": "dhcp4", "type": "string" }],',
        `"option-data": [{ "name": "wpad", "code": 252, "space": "dhcp4", "data": "${url}" }]`,
      ],
    },
    {
      id: 'windows-server',
      title: 'Windows Server (DHCP, as administrator)',
      proof: fromVendor(
        'Cisco, "Deploying WPAD with Windows Server"',
        'https://cisco.com/c/en/us/td/docs/security/web_security/connector/connector3000/WPADAP.html',
      ),
      lines: [
        'netsh dhcp server add optiondef 252 WPAD STRING 0',
        `netsh dhcp server set optionvalue 252 STRING "${url}"`,
      ],
    },
    {
      id: 'router-page',
      title: 'A router with a page of settings: under DHCP, "additional" or "custom options"',
      proof: fromVendor(
        'Microsoft, DHCP option 252',
        'https://technet.microsoft.com/en-us/library/cc977439.aspx',
      ),
      lines: ['number: 252', 'type: text (string)', `value: ${url}`],
    },
  ]
}
