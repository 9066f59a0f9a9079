/** The one description of the configuration: every key with its meaning, default and unit. */
import { z } from 'zod'
import { hourMs } from '../gateway/core/units.ts'
import { count, duration, flag, line, listenHost, listenPort, networksOrHosts, path } from './kinds.ts'
import { analysisSchema } from './sections/analysis.ts'
import { clientsSchema } from './sections/clients.ts'
import { brokerSchema, devicesSchema } from './sections/devices.ts'
import { checkIncidents, incidentsSchema } from './sections/incidents.ts'
import { checkNetwork, networkSchema } from './sections/network.ts'
import { officeSchema } from './sections/office.ts'
import { checkOriginals, originalsSchema } from './sections/originals.ts'
import { checkWpad, proxySchema } from './sections/proxy.ts'
import { retentionSchema } from './sections/retention.ts'
import { checkTrackers, trackersSchema } from './sections/trackers.ts'
import { ingestSchema, vaultSchema } from './sections/vault.ts'

const dataSchema = z
  .strictObject({
    directory: path()
      .default('./data')
      .describe('The folder of the keyring, the database and the control socket; created with mode 0700.')
      .meta({ 'x-restart': true }),
  })
  .prefault({})
  .describe('Where Gatehouse keeps what it must remember.')

const interceptionSchema = z
  .strictObject({
    lifetimeDays: count({ min: 30, max: 3650 }, 'days')
      .default(730)
      .describe('How long a new interception authority lives; its successor overlaps with it.')
      .meta({ 'x-restart': true }),
    leafDays: count({ min: 1, max: 90 }, 'days')
      .default(90)
      .describe('How long a certificate for one host lives, back-dated by a day.')
      .meta({ 'x-restart': true }),
    leafCache: count({ min: 10, max: 100_000 }, 'certificates')
      .default(1000)
      .describe('Host certificates kept in memory; the least recently used one goes first.')
      .meta({ 'x-restart': true }),
    excluded: networksOrHosts()
      .default([])
      .describe(
        'Names (with all below them) and networks that the interception authority can provably never impersonate (name constraints), such as banks. Counts for the next authority: `gatehouse ca rotate interception`.',
      )
      .meta({ 'x-restart': true }),
  })
  .prefault({})
  .describe('The authority whose certificates intercepted connections show.')

const uiSchema = z
  .strictObject({
    host: listenHost()
      .default('127.0.0.1')
      .describe('The address that page and API listen on.')
      .meta({ 'x-restart': true }),
    port: listenPort().default(8443).describe('The HTTPS port of page and API.').meta({ 'x-restart': true }),
  })
  .prefault({})
  .describe('The page and the API.')

const policySchema = z
  .strictObject({
    file: path()
      .nullable()
      .default(null)
      .describe(
        'The policy file; null takes what was published over page, API or `gatehouse policy publish` (policy.yaml in the data folder), else the shipped `config/policy.yaml`.',
      ),
    catalogue: path()
      .nullable()
      .default(null)
      .describe('The catalogue of destination groups; null takes the shipped `config/catalogue.yaml`.'),
  })
  .prefault({})
  .describe('Where the rules are.')

const journalSchema = z
  .strictObject({
    blindIndex: flag()
      .default(true)
      .describe(
        'Whether the journal keeps a keyed index of found values, so that "the same value again" can be seen.',
      )
      .meta({ 'x-restart': true }),
    flushMs: duration({ min: 10, max: hourMs })
      .default(500)
      .describe('Records are written in batches, at the latest after this time: what a power cut may cost.')
      .meta({ 'x-restart': true }),
    maxBuffered: count({ min: 100, max: 1_000_000 }, 'records')
      .default(10_000)
      .describe(
        'Records kept in memory while the disk is slow or full, fewer where each has more than 8 findings; beyond it they are counted and dropped.',
      )
      .meta({ 'x-restart': true }),
  })
  .prefault({})
  .describe('The record of exchanges.')

const keyringSchema = z
  .strictObject({
    root: z
      .strictObject({
        source: z
          .enum(['file', 'passphrase', 'credential'], 'expected file, passphrase or credential')
          .default('file')
          .describe(
            'Where the root key comes from: a key file, a passphrase (argon2id), or a systemd credential.',
          )
          .meta({ 'x-restart': true, 'x-expected': 'file, passphrase or credential' }),
        file: path()
          .nullable()
          .default(null)
          .describe('The key file (mode 0600) of source `file`; null puts it into the data folder.')
          .meta({ 'x-restart': true }),
        passphraseFile: path()
          .nullable()
          .default(null)
          .describe('A file (mode 0600) that holds the passphrase of source `passphrase`, which needs it.')
          .meta({ 'x-restart': true }),
        credential: line(200)
          .regex(
            /^[A-Za-z0-9_.-]+$/,
            'expected a credential name of letters, digits, dots, hyphens and underscores',
          )
          .default('gatehouse-root-key')
          .describe('The name of the systemd credential of source `credential` (`LoadCredentialEncrypted=`).')
          .meta({ 'x-restart': true }),
      })
      .prefault({})
      .describe('The root key, which protects every other key.'),
  })
  .prefault({})
  .describe('The keys.')

const logSchema = z
  .strictObject({
    level: z
      .enum(['debug', 'info', 'warn', 'error'], 'expected debug, info, warn or error')
      .default('info')
      .describe('How much is logged: debug, info, warn or error. Never personal data.')
      .meta({ 'x-restart': true, 'x-expected': 'debug, info, warn or error' }),
  })
  .prefault({})
  .describe('The log.')

/** Checks one configuration and fills in defaults. Unknown keys are refused. */
export const configSchema = z
  .strictObject({
    data: dataSchema,
    office: officeSchema,
    proxy: proxySchema,
    network: networkSchema,
    clients: clientsSchema,
    interception: interceptionSchema,
    ui: uiSchema,
    policy: policySchema,
    trackers: trackersSchema,
    analysis: analysisSchema,
    journal: journalSchema,
    devices: devicesSchema,
    broker: brokerSchema,
    ingest: ingestSchema,
    vault: vaultSchema,
    originals: originalsSchema,
    retention: retentionSchema,
    incidents: incidentsSchema,
    keyring: keyringSchema,
    log: logSchema,
  })
  .describe('Gatehouse configuration (gatehouse.yaml).')
  .superRefine(checkTogether)

/** A checked configuration: defaults filled in, sizes in bytes, times in milliseconds. */
export type Config = z.output<typeof configSchema>

/** The configuration without any file: what every key's default says. Paths are still relative. */
export function defaultConfig(): Config {
  return configSchema.parse({})
}

/** What no key can say alone. */
function checkTogether(config: ConfigShape, context: z.core.$RefinementCtx) {
  checkNetwork(config, context)
  checkTrackers(config, context)
  checkIncidents(config, context)
  checkOriginals(config, context)
  const { proxy, ui, keyring } = config
  checkTransparent(config, context)
  checkWpad(config, context)
  if (keyring.root.source === 'passphrase' && keyring.root.passphraseFile === null)
    context.addIssue({
      code: 'custom',
      path: ['keyring', 'root', 'passphraseFile'],
      message: 'expected a path, since the source of the root key is a passphrase',
    })
  if (
    proxy.port === ui.port &&
    proxy.port !== 0 &&
    (proxy.host === ui.host || isAny(proxy.host) || isAny(ui.host))
  )
    context.addIssue({
      code: 'custom',
      path: ['ui', 'port'],
      message: 'expected a port other than proxy.port',
    })
  if (proxy.limits.maxBodyBytes > 0 && proxy.limits.holdBytes > proxy.limits.maxBodyBytes)
    context.addIssue({
      code: 'custom',
      path: ['proxy', 'limits', 'holdBytes'],
      message: 'expected a size of at most proxy.limits.maxBodyBytes',
    })
}

/** Its sockets belong to whoever starts the gateway, and every address of the box to them. */
function checkTransparent({ proxy, ui }: ConfigShape, context: z.core.$RefinementCtx) {
  if (proxy.transparent === null) return
  const { port } = proxy.transparent
  const taken = port === proxy.port ? 'proxy.port' : port === ui.port ? 'ui.port' : null
  if (taken !== null)
    context.addIssue({
      code: 'custom',
      path: ['proxy', 'transparent', 'port'],
      message: `expected a port other than ${taken}`,
    })
}

interface ConfigShape {
  broker: z.output<typeof brokerSchema>
  clients: z.output<typeof clientsSchema>
  incidents: z.output<typeof incidentsSchema>
  ingest: z.output<typeof ingestSchema>
  keyring: z.output<typeof keyringSchema>
  network: z.output<typeof networkSchema>
  office: z.output<typeof officeSchema>
  originals: z.output<typeof originalsSchema>
  proxy: z.output<typeof proxySchema>
  trackers: z.output<typeof trackersSchema>
  ui: z.output<typeof uiSchema>
  vault: z.output<typeof vaultSchema>
}

function isAny(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}
