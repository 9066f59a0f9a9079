/** Brings a trial alive within a minute: two devices, a camera's file, an old file that is swept, a web client, a silence. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { secondMs } from '../core/units.ts'
import type { Log } from '../ops/log.ts'
import { createDemoProcesses, type DemoProcesses } from './demo-processes.ts'
import type { Ways } from './ways.ts'

export interface DemoOfficeOptions {
  ways: Ways
  /** Where the trial's devices keep what is theirs: below the data folder. */
  folder: string
  /** Host and port of proxy and page; ports of files and of the demonstration's destination. */
  proxy: string
  page: string
  destinationPort: number
  bundle: string
  log: Log
}

/** How long the till reports before it is cut off, so that its silence can be noticed. */
const tillReportsMs = 25 * secondMs

/** Goes on in the background; what fails is logged and keeps nothing else from happening. */
export function startDemoOffice(options: DemoOfficeOptions): AsyncDisposable {
  const processes = createDemoProcesses()
  const ending = new AbortController()
  const steps = [camera, till, customer, sweep].map(async (step) => {
    try {
      await step(options, processes, ending.signal)
    } catch (error) {
      if (!ending.signal.aborted) options.log.event('demo.failed', { step: step.name }, error)
    }
  })
  return {
    async [Symbol.asyncDispose]() {
      ending.abort()
      await processes.end()
      await Promise.all(steps)
    },
  }
}

type Step = (options: DemoOfficeOptions, processes: DemoProcesses, signal: AbortSignal) => Promise<void>

const camera: Step = async (options, processes) => {
  const state = await enrolled(options, processes, 'demo-camera')
  processes.start('agent', ['run', '--state', state, '--every', '5', '--while-input-open'])
  const { host } = new URL(`https://${options.page}`)
  const order = {
    state,
    host: host.replace(/:\d+$/, ''),
    port: options.ways.ingest.ports.https ?? 0,
    name: 'corridor.mp4',
  }
  if (!(await processes.run('camera', [JSON.stringify(order)]))) throw new Error('The file was not taken.')
}

/** Cut off without a word, as by a pulled plug; it stays away, so that the alarm can be looked at and answered. */
const till: Step = async (options, processes, signal) => {
  const state = await enrolled(options, processes, 'demo-till')
  const first = processes.start('agent', ['run', '--state', state, '--every', '1', '--while-input-open'])
  await wait(tillReportsMs, undefined, { signal })
  first.kill('SIGKILL')
}

const customer: Step = async ({ proxy, bundle, destinationPort }, processes) => {
  const order = { proxy, bundle, port: destinationPort }
  if (!(await processes.run('customer', [JSON.stringify(order)])))
    throw new Error('The order did not go through.')
}

/** A file that is older than it may be kept was put in before the start; now it goes, as on every night. */
const sweep: Step = async ({ ways }) => {
  const { finished } = await ways.retention.start({ clockIsRight: false, actor: 'gateway' })
  await finished
}

/** The state folder of a device of the trial; enrolled anew where the gateway or the folder knows nothing of it. */
async function enrolled(
  { ways, folder, page }: DemoOfficeOptions,
  processes: DemoProcesses,
  name: string,
): Promise<string> {
  const known = ways.devices.find(name)
  const isActive = known?.state === 'active'
  if (known !== null && isActive) {
    const state = join(folder, known.id)
    if (existsSync(join(state, 'identity.pem'))) return state
    ways.devices.revoke(name)
  }
  const { device, code } = ways.devices.add(name)
  const state = join(folder, device.id)
  const args = ['enrol', '--gateway', `https://${page}`, '--code', '-', '--state', state]
  if (!(await processes.run('agent', args, `${code}\n`)))
    throw new Error('A device of the trial did not enrol.')
  return state
}
