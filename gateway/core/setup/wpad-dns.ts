/** How machines find the PAC file by a name of the office's DNS, which works where the gateway answers at port 80 alone. */
import { isAddress } from '../http/authority.ts'
import { fromVendor } from './recipe.ts'
import type { WpadFacts, WpadServer } from './wpad.ts'

export interface DnsAdvice {
  /** Whether `http://wpad/wpad.dat` can be answered. */
  possible: boolean
  /** What to do for it, or what is missing. */
  says: string
  /** Empty where it is not possible. */
  servers: readonly WpadServer[]
}

/** Machines ask `http://wpad.<domain>/wpad.dat`, at port 80 and no other (draft-ietf-wrec-wpad-01 §4.4.1). */
export function dnsAdvice({ proxyHost, proxyPort, wpadPort, officeHost }: DnsFacts): DnsAdvice {
  if (proxyPort !== 80 && wpadPort === null) return { possible: false, says: noPort(proxyPort), servers: [] }
  const isAsked = proxyPort === 80 || wpadPort === 80
  const isKnown = isAddress(proxyHost)
  const who = proxyPort === 80 ? 'The proxy has port 80' : `Port ${wpadPort} answers for /wpad.dat`
  const led = isAsked
    ? ''
    : ` Machines ask at port 80 alone: whatever comes there has to be led to port ${wpadPort}.`
  const name = `the name "wpad" in the domain of your office has to lead to the same address as ${officeHost}`
  const fill = `In the lines below, DOMAIN is that domain${isKnown ? '' : ', and ADDRESS that address'}.`
  return {
    possible: true,
    says: `${who}: ${name}.${led} Take a domain that is yours or home.arpa: whoever owns it answers for machines that are elsewhere. ${fill}`,
    servers: nameServers(isKnown ? proxyHost : 'ADDRESS'),
  }
}

type DnsFacts = Pick<WpadFacts, 'proxyHost' | 'proxyPort' | 'wpadPort' | 'officeHost'>

function noPort(proxyPort: number): string {
  return `By DNS machines ask at port 80 alone, and the proxy has port ${proxyPort}: give no name "wpad", and use DHCP. To have it by DNS, set proxy.wpadPort: 80 and restart (below 1024 the gateway needs the right to open it: gateway/wpad/README.md).`
}

function nameServers(address: string): WpadServer[] {
  const six = address.includes(':')
  const type = six ? 'AAAA' : 'A'
  return [
    {
      id: 'dnsmasq',
      title: 'dnsmasq, and routers that run it (OpenWrt, Pi-hole: as a line of its configuration)',
      proof: fromVendor(
        'dnsmasq, manual page, --host-record',
        'https://manpages.ubuntu.com/manpages/jammy/man8/dnsmasq.8.html',
      ),
      lines: [`host-record=wpad.DOMAIN,${address}`],
    },
    {
      id: 'zone-file',
      title: 'A zone file of DOMAIN (BIND, NSD, Knot)',
      proof: fromVendor('RFC 1035, §5.1', 'https://www.rfc-editor.org/rfc/rfc1035#section-5.1'),
      lines: [`wpad IN ${type} ${address}`],
    },
    {
      id: 'windows-server',
      title: 'Windows Server (DNS, as administrator), which knows no name "wpad" until it is told to',
      proof: fromVendor(
        'Microsoft, Add-DnsServerResourceRecord and Set-DnsServerGlobalQueryBlockList',
        'https://learn.microsoft.com/en-us/powershell/module/dnsserver/set-dnsserverglobalqueryblocklist',
      ),
      lines: [
        `Add-DnsServerResourceRecord -ZoneName "DOMAIN" -${type} -Name "wpad" -${six ? 'IPv6' : 'IPv4'}Address "${address}"`,
        'Set-DnsServerGlobalQueryBlockList -List "isatap"',
      ],
    },
  ]
}
