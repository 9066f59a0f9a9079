/** `gatehouse start`: runs the gateway until it is told to stop, and hands signals on. */
import { loadConfig } from '../../config/load.ts'
import { placed } from '../../config/placed.ts'
import type { RunningGateway } from '../app.ts'
import { type ErrorCode, isGatewayError } from '../core/errors.ts'
import { createLog } from '../ops/log.ts'
import { giveBackStartMemory } from '../ops/start-memory.ts'
import { version } from '../ops/version.ts'
import { type Call, type Command, hasFlag } from './command.ts'
import { configFileOf } from './configuration.ts'
import { endOnCrash } from './crash.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { reportFailure } from './failure.ts'
import { describeReload } from './reload-words.ts'
import { table } from './terminal.ts'
import { transparentSockets } from './transparent-sockets.ts'

export const startCommand: Command = {
  summary: 'run the gateway in the foreground',
  usage: 'start [--config FILE] [--try]',
  details:
    'SIGTERM or SIGINT: finish what runs, within proxy.drainMs; a second one stops at once. SIGHUP: read configuration\nand policy again; a file with mistakes is refused and the old one stays in force. No connection is dropped.',
  options: {
    try: {
      type: 'boolean',
      text: 'loopback only, with a demonstration destination; needs neither root nor internet',
    },
  },
  arguments: [0, 0],
  run: start,
}

/** Starting again changes nothing before somebody puts these right. */
const lasting: readonly ErrorCode[] = [
  'CONFIG_NOT_FOUND',
  'CONFIG_INVALID',
  'CONFIG_UNREADABLE',
  'POLICY_INVALID',
  'DATA_UNWRITABLE',
  'ROOT_KEY_MISSING',
  'ROOT_KEY_WRONG',
  'ROOT_KEY_DAMAGED',
  'ROOT_KEY_UNSAFE',
  'KEYRING_MISSING',
  'KEYRING_NEWER',
  'KEYRING_CORRUPT',
  'KEYRING_UNWRITABLE',
  'AUTHORITY_UNWRITABLE',
  'AUTHORITY_LOST',
  'AUTHORITY_INVALID',
  'AUTHORITY_WRONG_KEY',
  'TRANSPARENT_UNAVAILABLE',
]

async function start(call: Call): Promise<ExitCode> {
  // Before anything else, or a signal during the start would end the process half way.
  const stop = new AbortController()
  // Whatever the shell's umask: nobody else on this box reads what the gateway writes.
  process.umask(0o077)
  using signals = handleSignals(stop)
  try {
    const tryMode = hasFlag(call, 'try')
    // A trial must not take over an office's configuration by being started in its folder.
    const configFile = tryMode && call.configFile === null ? null : configFileOf(call)
    const loaded = await loadConfig({ file: configFile, env: call.env })
    const { config } = loaded
    const sockets = tryMode ? [] : await transparentSockets(config, call.env)
    using _crash = endOnCrash(createLog({ level: config.log.level }))
    const { startGateway } = await import('../app.ts')
    await using gateway = await startGateway({
      config,
      configFile,
      version: version(),
      signal: stop.signal,
      tryMode,
      transparentSockets: sockets,
      readConfig: () => loadConfig({ file: configFile, env: call.env }),
    }).catch((error: unknown) => {
      throw placed(error, loaded)
    })
    giveBackStartMemory()
    for (const line of readyLines(call, gateway)) call.terminal.line(line)
    signals.onReload(() => reload(call, gateway))
    await gateway.closed
    return exitCodes.ok
  } catch (error) {
    if (stop.signal.aborted && isAbort(error)) return exitCodes.ok
    if (!isGatewayError(error, ...lasting)) throw error
    reportFailure(error, call.terminal, { json: call.json, debug: call.debug })
    return exitCodes.cannotStart
  }
}

interface Signals extends Disposable {
  onReload(reload: () => Promise<void>): void
}

function handleSignals(stop: AbortController): Signals {
  let reloadNow: (() => Promise<void>) | null = null
  let reloading: Promise<void> = Promise.resolve()
  const onStop = () => {
    // A person who asks twice does not want to wait for the drain.
    if (stop.signal.aborted) process.exit(exitCodes.interrupted)
    stop.abort()
  }
  const onHup = () => {
    // One after the other: two at once could leave the older file in force.
    reloading = reloading.then(() => reloadNow?.())
  }
  process.on('SIGTERM', onStop)
  process.on('SIGINT', onStop)
  process.on('SIGHUP', onHup)
  return {
    onReload: (reload) => {
      reloadNow = reload
    },
    [Symbol.dispose]: () => {
      process.off('SIGTERM', onStop)
      process.off('SIGINT', onStop)
      process.off('SIGHUP', onHup)
    },
  }
}

async function reload(call: Call, gateway: RunningGateway): Promise<void> {
  for (const line of describeReload(await gateway.reload())) call.terminal.note(line)
}

/** The token opens page, API and metrics until there are accounts: it is shown to whoever starts the gateway. */
function readyLines(call: Call, { addresses, accessToken, tryMode }: RunningGateway): string[] {
  const tryIt = tryMode?.command(addresses.proxy) ?? null
  if (call.json) return [JSON.stringify({ event: 'ready', addresses, accessToken, tryIt })]
  const lines = [
    `Gatehouse ${version()} runs.`,
    ...table([
      ['  Proxy', addresses.proxy],
      ['  Page', `https://${addresses.ui}`],
      ['  Token', accessToken],
    ]),
  ]
  return tryIt === null
    ? lines
    : [...lines, '', 'See it mask personal data; paste this into another terminal:', '', tryIt, '']
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError'
}
