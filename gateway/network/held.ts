/** Says how many machines the rules hold back, and whether those are the ones that the gateway told of. */
import type { Installed } from '../core/network/installed.ts'
import { areSame, elementsOf } from '../core/network/machine-sets.ts'
import type { MachineFiles } from './machine-files.ts'
import { machinesInKernel, machinesTold } from './machines.ts'
import type { Tools } from './tools.ts'

export interface HeldFacts {
  /** Network cards; null: the rules are of an earlier release, and hold none back. */
  held: { quarantined: number; guests: number } | null
  /** untold: the gateway never said anything of machines. unreadable: what it said is not to be followed. */
  step: 'in-step' | 'behind' | 'untold' | 'unreadable'
}

export async function heldFacts(
  tools: Tools,
  { holdsMachines }: Pick<Installed, 'holdsMachines'>,
  files: MachineFiles,
): Promise<HeldFacts> {
  const told = await machinesTold(files)
  if (!holdsMachines) return { held: null, step: 'behind' }
  const here = await machinesInKernel(tools)
  const held = { quarantined: here.quarantined.cards.length, guests: here.guests.length }
  if (told === 'refused') return { held, step: 'unreadable' }
  if (told === null) return { held, step: 'untold' }
  return { held, step: areSame(here, elementsOf(told)) ? 'in-step' : 'behind' }
}
