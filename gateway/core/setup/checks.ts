/** What is looked at to see whether a client is set up right: an answer of the gateway for each question, or what is missing. */
import { proxyAddress, type SetupFacts } from './recipe.ts'

/**
 * Nobody has these addresses: they are kept for documentation (RFC 5737, RFC 3849), and no name has to be resolved for them. The
 * gateway answers there itself, so that an answer proves that a client's traffic came to it; elsewhere it goes nowhere.
 */
const checkAddresses = { ipv4: '192.0.2.254', ipv6: '2001:db8:6a7e::1' } as const

export function isCheckAddress(host: string): boolean {
  return host === checkAddresses.ipv4 || host === checkAddresses.ipv6
}

/** Where the gateway is asked for its answer, under whatever name or address. */
export const checkPath = '/check/answer.svg'

export interface SetupCheck {
  id: string
  question: string
  /** What a client asks for; an answer means yes. */
  url: string
  /** What no answer means, and what to do. */
  missing: string
}

export function setupChecks(facts: SetupFacts): SetupCheck[] {
  const own = (scheme: string, proxyHost: string) =>
    `${scheme}://${proxyAddress({ proxyHost, proxyPort: facts.proxyPort })}${checkPath}`
  return [
    {
      id: 'through',
      question: 'Does web traffic of this machine come through the gateway?',
      url: `http://${checkAddresses.ipv4}${checkPath}`,
      missing: `No. The address of the proxy is missing, or this program does not follow it: set up ${facts.pacUrl} as the script of the proxy. Where the network should lead traffic here by itself, tell whoever looks after it.`,
    },
    {
      id: 'web-root',
      question: 'Is the certificate for web traffic trusted?',
      url: `https://${checkAddresses.ipv4}${checkPath}`,
      missing:
        'No. Install the certificate for web traffic. On iPhone and iPad switch it on as well, under Certificate Trust Settings. Where the answer above is no, mend that first.',
    },
    {
      id: 'office-root',
      question: 'Is the certificate for this office trusted?',
      url: own('https', facts.proxyHost),
      missing:
        'No. Install the certificate for this office. Without it the pages of the gateway warn. Where the proxy was typed in by hand, name the gateway itself among the exceptions.',
    },
    {
      id: 'name',
      question: `Is the gateway found by its name, ${facts.officeHost}?`,
      url: own('http', facts.officeHost),
      missing: `No. The name server of this network does not know ${facts.officeHost}. The web works without it; the pages of the gateway are then reached by its address.`,
    },
    {
      id: 'ipv6',
      question: 'Does IPv6 traffic come through the gateway, too?',
      url: `http://[${checkAddresses.ipv6}]${checkPath}`,
      missing:
        'No. Either this machine has no IPv6, which is fine, or its IPv6 traffic takes another way out, past the gateway: tell whoever looks after the network.',
    },
  ]
}
