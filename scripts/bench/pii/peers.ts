/** Runs public recognizers from npm on the same texts, in the same process. They are installed outside of the repository. */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import type { Span } from './spans.ts'

export interface Peer {
  name: string
  /** The types that it looks for, by our names. */
  types: readonly string[]
  find(text: string): Span[] | Promise<Span[]>
}

const packages = [
  'redact-pii@3.4.0',
  '@redactpii/node@1.0.17',
  'openredaction@1.1.5',
  'compromise@14.17.0',
  '@microsoft/recognizers-text-sequence@1.3.1',
]

/** Installs what is missing in `folder` with npm, without running any package's scripts, and loads all. */
export async function loadPeers(folder: string): Promise<Peer[]> {
  const missing = packages.filter(
    (one) => !existsSync(join(folder, 'node_modules', one.replace(/@[\d.]+$/, ''))),
  )
  if (missing.length > 0) {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefix', folder]
    await promisify(execFile)('npm', ['install', ...flags, ...packages])
  }
  const load = createRequire(join(resolve(folder), 'peers.js'))
  return [
    redactPii(load('redact-pii')),
    redactpiiNode(await import(load.resolve('@redactpii/node').replace(/index\.js$/, 'index.mjs'))),
    openredaction(load('openredaction')),
    compromise(load('compromise')),
    recognizersText(load('@microsoft/recognizers-text-sequence')),
  ]
}

type Redact = (text: string) => string

function redactPii({ SyncRedactor }: { SyncRedactor: new () => { redact: Redact } }): Peer {
  const redactor = new SyncRedactor()
  return fromPlaceholders('redact-pii', (text) => redactor.redact(text), {
    PERSON_NAME: 'PERSON',
    EMAIL_ADDRESS: 'EMAIL',
    PHONE_NUMBER: 'PHONE',
    CREDIT_CARD_NUMBER: 'CREDIT_CARD',
    US_SOCIAL_SECURITY_NUMBER: 'US_SSN',
    IP_ADDRESS: 'IP_ADDRESS',
    STREET_ADDRESS: 'ADDRESS',
    ZIPCODE: 'ADDRESS',
    URL: 'URL',
    USERNAME: 'USERNAME',
    PASSWORD: 'PASSWORD',
    CREDENTIALS: 'PASSWORD',
    DIGITS: 'CUSTOMER_ID',
  })
}

function redactpiiNode({ Redactor }: { Redactor: new () => { redact: Redact } }): Peer {
  const redactor = new Redactor()
  return fromPlaceholders('@redactpii/node', (text) => redactor.redact(text), {
    PERSON_NAME: 'PERSON',
    EMAIL_ADDRESS: 'EMAIL',
    PHONE_NUMBER: 'PHONE',
    CREDIT_CARD_NUMBER: 'CREDIT_CARD',
    US_SOCIAL_SECURITY_NUMBER: 'US_SSN',
  })
}

/** For packages that only hand out the redacted text: what stood between the pieces that are left was found. */
function fromPlaceholders(name: string, redact: Redact, typeOf: Readonly<Record<string, string>>): Peer {
  const words = Object.keys(typeOf).sort((one, other) => other.length - one.length)
  const placeholder = new RegExp(`(${words.join('|')})`)
  const find = (text: string) => {
    const pieces = redact(text).split(placeholder)
    const found: Span[] = []
    let position = pieces[0]!.length
    for (let index = 1; index < pieces.length; index += 2) {
      const rest = pieces[index + 1]!
      const isLast = index + 2 >= pieces.length
      const end = isLast
        ? text.length - rest.length
        : rest === ''
          ? position + 1
          : text.indexOf(rest, position + 1)
      if (end < position) break
      found.push({ type: typeOf[pieces[index]!]!, start: position, end })
      position = end + rest.length
    }
    return found
  }
  return { name, types: [...new Set(Object.values(typeOf))], find }
}

interface OpenDetection {
  type: string
  position: [number, number]
}
type OpenRedaction = new () => { detect(text: string): Promise<{ detections: OpenDetection[] }> }

const openTypes: readonly (readonly [RegExp, string])[] = [
  [/EMAIL/, 'EMAIL'],
  [/PHONE/, 'PHONE'],
  [/CREDIT_CARD/, 'CREDIT_CARD'],
  [/IBAN/, 'IBAN'],
  [/^SSN|^US_SSN/, 'US_SSN'],
  [/^IPV?[46]?(_|$)/, 'IP_ADDRESS'],
  [/^MAC/, 'MAC_ADDRESS'],
  [/NAME$/, 'PERSON'],
  [/ADDRESS|POSTCODE|ZIP/, 'ADDRESS'],
  [/PASSPORT/, 'PASSPORT'],
  [/DRIV/, 'DRIVER_LICENSE'],
  [/BITCOIN|ETHEREUM|CRYPTO/, 'CRYPTO_WALLET'],
  [/DATE_OF_BIRTH|DOB/, 'DATE_OF_BIRTH'],
  [/API_KEY|TOKEN|SECRET|JWT|AWS/, 'SECRET'],
  [/TAX|VAT|EIN|ITIN/, 'TAX_ID'],
]

function openredaction({ OpenRedaction }: { OpenRedaction: OpenRedaction }): Peer {
  const redactor = new OpenRedaction()
  return {
    name: 'openredaction',
    types: [...new Set(openTypes.map(([, type]) => type))],
    async find(text) {
      const { detections } = await redactor.detect(text)
      return detections.map(({ type, position: [start, end] }) => ({
        type: openTypes.find(([words]) => words.test(type))?.[1] ?? type,
        start,
        end,
      }))
    },
  }
}

interface CompromiseView {
  json(options: { offset: true }): { offset: { start: number; length: number } }[]
}
type Compromise = (
  text: string,
) => Record<'people' | 'phoneNumbers' | 'emails' | 'urls', () => CompromiseView>

function compromise(parse: Compromise): Peer {
  return {
    name: 'compromise',
    types: ['PERSON', 'PHONE', 'EMAIL', 'URL'],
    find(text) {
      const parsed = parse(text)
      const spans = (type: string, view: CompromiseView) =>
        view.json({ offset: true }).map(({ offset }) => ({
          type,
          start: offset.start,
          end: offset.start + offset.length,
        }))
      return [
        ...spans('PERSON', parsed.people()),
        ...spans('PHONE', parsed.phoneNumbers()),
        ...spans('EMAIL', parsed.emails()),
        ...spans('URL', parsed.urls()),
      ]
    },
  }
}

type Recognize = (text: string, culture: string) => { start: number; end: number }[]
type RecognizersText = Record<
  'recognizePhoneNumber' | 'recognizeIpAddress' | 'recognizeEmail' | 'recognizeURL',
  Recognize
>

function recognizersText(suite: RecognizersText): Peer {
  const recognizers = [
    ['PHONE', suite.recognizePhoneNumber],
    ['IP_ADDRESS', suite.recognizeIpAddress],
    ['EMAIL', suite.recognizeEmail],
    ['URL', suite.recognizeURL],
  ] as const
  return {
    name: 'recognizers-text',
    types: recognizers.map(([type]) => type),
    find: (text) =>
      recognizers.flatMap(([type, recognize]) =>
        recognize(text, 'en-us').map(({ start, end }) => ({ type, start, end: end + 1 })),
      ),
  }
}
