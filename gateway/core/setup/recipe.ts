/** What a recipe is: how one system or program is told to use the gateway and to trust its certificates, and how that is undone. */

/** What every recipe is filled in with: where a client finds the gateway. */
export interface SetupFacts {
  /** Name or address of the proxy as clients reach it. */
  proxyHost: string
  proxyPort: number
  /** Names that are reached without the proxy: the office's own. */
  officeHost: string
  /** Where the automatic configuration is. */
  pacUrl: string
  /** Where the certificates can be had: DER one by one, PEM in one file. */
  interceptionUrl: string
  officeUrl: string
  bundleUrl: string
  /** Both for Apple's systems, and what Firefox is told. */
  profileUrl: string
  policiesUrl: string
  /** The bundle once more, as a command on the client reaches it: no link, and no session. */
  bundleCommandUrl: string
}

/** How it is known that a recipe works. `tried`: a test of this program follows it to the letter. */
export type Proof =
  | { kind: 'tried' }
  /** `read`: the day on which the page was read, as YYYY-MM-DD. */
  | { kind: 'vendor'; source: string; url: string; read: string }

/** Texts may hold `code`, _words of a menu_ and [links](url). */
export type RecipePart = { text: string } | { steps: readonly string[] } | { code: string }

export interface Recipe {
  id: string
  /** Name of the system or program. */
  title: string
  kind: 'system' | 'program'
  proof: Proof
  install: readonly RecipePart[]
  uninstall: readonly RecipePart[]
}

/** The pages of vendors were read on this day, all of them. */
const readOn = '2026-11-23'

export function fromVendor(source: string, url: string): Proof {
  return { kind: 'vendor', source, url, read: readOn }
}

export const tried: Proof = { kind: 'tried' }

/** One sentence on how far a recipe is to be trusted. */
export function proofWords(proof: Proof): string {
  if (proof.kind === 'tried') return 'Tried here: a test of Gatehouse follows it to the letter.'
  return `Not tried here. From the vendor's documentation, read on ${proof.read}: ${proof.source}.`
}

/** `192.168.1.2:8080`, IPv6 in brackets (RFC 3986 §3.2.2). */
export function proxyAddress({ proxyHost, proxyPort }: Pick<SetupFacts, 'proxyHost' | 'proxyPort'>): string {
  return `${proxyHost.includes(':') ? `[${proxyHost}]` : proxyHost}:${proxyPort}`
}

/** Most settings ask for name and port apart. */
export function addressAndPort({ proxyHost, proxyPort }: SetupFacts): string {
  return `address \`${proxyHost}\`, port \`${proxyPort}\``
}

export function bothCertificates({ interceptionUrl, officeUrl }: SetupFacts): string {
  return `the [certificate for web traffic](${interceptionUrl}) and the [certificate for this office](${officeUrl})`
}
