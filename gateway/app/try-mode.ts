/** Makes the first try work anywhere: free ports, a destination that echoes, and the command that shows a redaction. */
import { randomBytes } from 'node:crypto'
import { chmod, rename, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Config } from '../../config/schema.ts'
import { exchangeRuleSchema, type PolicyFile } from '../core/policy/model.ts'
import { secondMs } from '../core/units.ts'
import { demoHost } from '../demo/host.ts'
import { startDemo } from '../demo/server.ts'
import { type DemoProxySettings, demoCommand, demoProxySettings } from '../demo/settings.ts'
import { diskTrouble } from '../ops/disk-trouble.ts'
import type { Kept } from './kept.ts'

export interface TryMode {
  readonly proxySettings: DemoProxySettings
  /** Masks what is sent to the demonstration; stands before the policy's own rules. */
  readonly rules: PolicyFile['exchanges']
  /** The configuration on loopback, with ports that are free. */
  adjust(config: Config): Config
  /** Writes the bundle that the command names anew where other roots count by now. Throws DATA_UNWRITABLE. */
  refreshBundle(): Promise<boolean>
  /** Where the demonstration's destination listens. */
  readonly destinationPort: number
  /** One line for a shell that sends personal data through the proxy. */
  command(proxy: string): string
}

const demoRule = exchangeRuleSchema.parse({
  id: 'demonstration',
  match: { destinations: [demoHost] },
  entities: { '*': 'mask' },
  purpose: 'showing what Gatehouse does',
})

const loopback = '127.0.0.1'
/** Nobody waits two minutes for the first alarm of a trial. */
const trialSilenceMs = 10 * secondMs
const demoPort = 8444

/** Throws DATA_UNWRITABLE where the bundle cannot be written. Aborting the signal ends the demonstration. */
export async function startTryMode(
  config: Config,
  { authorities, paths }: Pick<Kept, 'authorities' | 'paths'>,
  signal: AbortSignal,
): Promise<TryMode> {
  const bundleFile = paths.bundle
  const demo = await startDemo({
    address: loopback,
    port: demoPort,
    signal,
    now: Date.now(),
    random: randomBytes,
  })
  let written = authorities.bundle()
  await writeBundle(bundleFile, written)
  const proxyPort = await freePort(config.proxy.port)
  const uiPort = await freePort(config.ui.port)
  const brokerPort = await freePort(config.broker.port)
  const filesPort = await freePort(config.ingest.httpsPort)
  const sftpPort = await freePort(config.ingest.sftpPort)
  return {
    proxySettings: demoProxySettings(demo),
    rules: [demoRule],
    adjust: (given) => ({
      ...given,
      proxy: { ...given.proxy, host: loopback, port: proxyPort, transparent: null, wpadPort: null },
      ui: { ...given.ui, host: loopback, port: uiPort },
      broker: { ...given.broker, host: loopback, port: brokerPort },
      ingest: { ...given.ingest, host: loopback, httpsPort: filesPort, sftpPort },
      incidents: { ...given.incidents, silenceMs: trialSilenceMs },
    }),
    async refreshBundle() {
      const bundle = authorities.bundle()
      if (bundle === written) return false
      await writeBundle(bundleFile, bundle)
      written = bundle
      return true
    },
    destinationPort: demo.port,
    command: (proxy) => demoCommand(proxy, demo.port, bundleFile),
  }
}

/** Whole or not at all, so that the command never reads half of it. Throws DATA_UNWRITABLE. */
async function writeBundle(file: string, bundle: string): Promise<void> {
  const next = `${file}.new`
  try {
    await writeFile(next, bundle, { mode: 0o644 })
    // Whatever the umask: another user of the box may send the command, too.
    await chmod(next, 0o644)
    await rename(next, file)
  } catch (cause) {
    await rm(next, { force: true }).catch(() => undefined)
    throw diskTrouble(file, cause)
  }
}

/** The wished-for port where it is free, otherwise 0: the system then chooses one. */
async function freePort(port: number): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>()
  const probe = createServer()
  probe.once('error', () => resolve(0))
  probe.listen(port, loopback, () => probe.close(() => resolve(port)))
  return promise
}
