/** Brings the sets of machines in the kernel to what the gateway told last: no rule is loaded, and nothing else is touched. */
import { isGatewayError } from '../core/errors.ts'
import type { MachineNote, SyncReceipt } from '../core/network/machine-note.ts'
import {
  areSame,
  elementsOf,
  fillMachineSets,
  type MachineElements,
  type MachineSet,
  machineSetAnswer,
  machineSetNames,
  noMachines,
  readMachineElements,
} from '../core/network/machine-sets.ts'
import { ourTable } from '../core/network/nft-words.ts'
import { secondMs } from '../core/units.ts'
import { openBootClock } from '../ops/boot-clock.ts'
import { type InKernel, lookAtKernel } from './look.ts'
import { type MachineFiles, readMachines, writeReceipt } from './machine-files.ts'
import type { Tools } from './tools.ts'

/**
 * untold: the gateway never told of any. no-rules: none of ours are there. old-rules: those of an earlier release, which have no such
 * sets. in-step: they are as told.
 */
export type Synced =
  | { outcome: 'untold' | 'no-rules' | 'old-rules' }
  | { outcome: 'in-step'; quarantined: number; guests: number; changed: boolean }

/** More than one only where the gateway writes anew meanwhile. */
const mostRounds = 10

/** Throws NETWORK_MACHINES_REFUSED, and NETWORK_REFUSED where the rules went away meanwhile; what is in force stays then. */
export async function syncMachines(tools: Tools, files: MachineFiles): Promise<Synced> {
  const read = () => readOrTell(tools, files)
  let note = await read()
  for (let round = 1; ; round += 1) {
    const { kernel, synced } = await bringInStep(tools, note)
    const newer = await read()
    // What was told meanwhile may have been missed by whoever starts this at a change.
    const isLast = newer?.id === note?.id || round === mostRounds
    if (isLast) await tellBack(files, kernel, { id: note?.id ?? null, outcome: await saidOf(tools, synced) })
    if (isLast) return synced
    note = newer
  }
}

/** While the network part is switched off: nothing is brought in step, and the gateway hears whether rules are there all the same. */
export async function tellLeftOver(tools: Tools, files: MachineFiles): Promise<{ inForce: boolean }> {
  const kernel = await lookAtKernel(tools)
  const inForce = isOurs(kernel) && kernel.inForce.active
  await tellBack(files, kernel, { id: null, outcome: inForce ? 'untold' : 'no-rules' })
  return { inForce }
}

/** A note that is not to be followed is told of: the gateway writes it anew. */
async function readOrTell(tools: Tools, files: MachineFiles): Promise<MachineNote | null> {
  try {
    return await readMachines(files)
  } catch (error) {
    const kernel = await lookAtKernel(tools)
    const outcome = isOurs(kernel) && kernel.inForce.active ? 'unread' : 'no-rules'
    await tellBack(files, kernel, { id: null, outcome })
    throw error
  }
}

async function bringInStep(
  tools: Tools,
  note: MachineNote | null,
): Promise<{ kernel: InKernel; synced: Synced }> {
  const kernel = await lookAtKernel(tools)
  const { installed, inForce } = kernel
  const found = (synced: Synced) => ({ kernel, synced })
  if (installed === null || installed === 'foreign') return found({ outcome: 'no-rules' })
  if (!installed.holdsMachines) return found({ outcome: inForce.active ? 'old-rules' : 'no-rules' })
  if (note === null) return found({ outcome: inForce.active ? 'untold' : 'no-rules' })
  const wanted = elementsOf(note)
  const changed = !areSame(wanted, await machinesInKernel(tools))
  if (changed) await tools.load(`${fillMachineSets(wanted).join('\n')}\n`)
  // A trial whose time is up in the kernel.
  if (!inForce.active) return found({ outcome: 'no-rules' })
  return found({ outcome: 'in-step', ...countsOf(note), changed })
}

function isOurs({ installed }: InKernel): boolean {
  return installed !== null && installed !== 'foreign'
}

/** Rules that hold somebody back of whom nothing is told any more: the note was there once. */
async function saidOf(tools: Tools, { outcome }: Synced): Promise<SyncReceipt['outcome']> {
  if (outcome !== 'untold') return outcome
  const { quarantined, guests } = await machinesInKernel(tools)
  const isNobody = quarantined.cards.length + quarantined.addresses.length + guests.length === 0
  return isNobody ? 'untold' : 'unread'
}

function countsOf({ quarantined, guests }: MachineNote) {
  return { quarantined: quarantined.cards.length, guests: guests.length }
}

async function tellBack(
  files: MachineFiles,
  { inForce }: Pick<InKernel, 'inForce'>,
  said: Pick<SyncReceipt, 'id' | 'outcome'>,
): Promise<void> {
  const { boot, nowMs } = openBootClock()
  const atMs = nowMs()
  const untilMs = inForce.secondsLeft === null ? null : atMs + inForce.secondsLeft * secondMs
  await writeReceipt(files, { ...said, boot, atMs, untilMs })
}

/** Of rules that have the sets. */
export async function machinesInKernel(tools: Tools): Promise<MachineElements> {
  const answers: [MachineSet, ReturnType<typeof machineSetAnswer.parse>][] = []
  for (const name of machineSetNames) {
    const printed = await tools.nft('-j', 'list', 'set', 'inet', ourTable, name)
    answers.push([name, machineSetAnswer.parse(JSON.parse(printed) as unknown)])
  }
  return readMachineElements(Object.fromEntries(answers) as Parameters<typeof readMachineElements>[0])
}

/** What new rules begin with. Where what was told cannot be followed, they go on with whom `former` ones hold back. */
export async function machinesToBegin(
  tools: Tools,
  files: MachineFiles,
  { former }: { former: boolean },
): Promise<MachineElements> {
  const note = await machinesTold(files)
  if (note === 'refused') return former ? await machinesInKernel(tools) : noMachines
  return note === null ? noMachines : elementsOf(note)
}

/** Once rules are in force: what was told while they were made, and the gateway hears of it. Null where that is not to be followed. */
export async function syncSince(tools: Tools, files: MachineFiles): Promise<Synced | null> {
  try {
    return await syncMachines(tools, files)
  } catch (error) {
    if (isGatewayError(error, 'NETWORK_MACHINES_REFUSED')) return null
    throw error
  }
}

/** After `down`. */
export async function tellNoRules(files: MachineFiles): Promise<void> {
  const note = await machinesTold(files)
  const id = note === null || note === 'refused' ? null : note.id
  await tellBack(files, { inForce: { active: false, secondsLeft: null } }, { id, outcome: 'no-rules' })
}

/** Null where nothing was. */
export async function machinesTold(files: MachineFiles): Promise<MachineNote | null | 'refused'> {
  try {
    return await readMachines(files)
  } catch (error) {
    if (isGatewayError(error, 'NETWORK_MACHINES_REFUSED')) return 'refused'
    throw error
  }
}
