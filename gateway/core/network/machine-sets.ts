/** The sets of machines that the rules hold back: made by `network up`, and filled anew without any rule being loaded. */
import { z } from 'zod'
import { readHardware } from '../client/hardware.ts'
import { canonicalAddress } from '../net/address.ts'
import { type MachineNote, mostHeld } from './machine-note.ts'
import { nftAddress, nftHardware, nftPort, ourTable } from './nft-words.ts'

/** What stands in the sets. */
export type MachineElements = Omit<MachineNote, 'id' | 'proxyPort'> & { proxyPorts: readonly number[] }

export const noMachines: MachineElements = {
  quarantined: { cards: [], addresses: [] },
  guests: [],
  proxyPorts: [],
}

export function elementsOf({ quarantined, guests, proxyPort }: MachineNote): MachineElements {
  return { quarantined, guests, proxyPorts: [proxyPort] }
}

/** `quarantined/4` and so on are named in rules. */
const sets = {
  'quarantined/cards': { type: 'ether_addr', of: (all: MachineElements) => cardsOf(all.quarantined.cards) },
  'quarantined/4': { type: 'ipv4_addr', of: (all: MachineElements) => addressesOf(all, false) },
  'quarantined/6': { type: 'ipv6_addr', of: (all: MachineElements) => addressesOf(all, true) },
  'guests/cards': { type: 'ether_addr', of: (all: MachineElements) => cardsOf(all.guests) },
  'proxy-ports': { type: 'inet_service', of: (all: MachineElements) => all.proxyPorts.map(nftPort) },
} as const
export type MachineSet = keyof typeof sets
export const machineSetNames = Object.keys(sets) as MachineSet[]

/** Throws RangeError for what cannot be written safely. */
export function machineSets(all: MachineElements): string[] {
  return machineSetNames.flatMap((name) => {
    const elements = sets[name].of(all)
    return [
      `  set ${name} {`,
      `    type ${sets[name].type}`,
      // The kernel's own end, whatever a program tells it.
      `    size ${mostHeld}`,
      ...(elements.length === 0 ? [] : [`    elements = { ${elements.join(', ')} }`]),
      '  }',
    ]
  })
}

/** As one transaction: no packet meets a set that is half full. Throws RangeError. */
export function fillMachineSets(all: MachineElements): string[] {
  return machineSetNames.flatMap((name) => {
    const elements = sets[name].of(all)
    const set = `inet ${ourTable} ${name}`
    return [
      `flush set ${set}`,
      ...(elements.length === 0 ? [] : [`add element ${set} { ${elements.join(', ')} }`]),
    ]
  })
}

const word = z.union([z.string(), z.number()])
/** What somebody else put in may have a comment, which makes it an object; what is neither counts as none. */
const element = z
  .union([word, z.object({ elem: z.object({ val: word }) }).transform(({ elem }) => elem.val)])
  .catch('')

/** `nft -j list set inet gatehouse quarantined/cards`, and the others. */
export const machineSetAnswer = z.object({
  nftables: z.array(z.object({ set: z.object({ elem: z.array(element).optional() }).optional() })),
})

/** In order, so that two can be compared. What is no card, address or port is left out. */
export function readMachineElements(
  answers: Readonly<Record<MachineSet, z.output<typeof machineSetAnswer>>>,
): MachineElements {
  const words = (name: MachineSet) => answers[name].nftables.flatMap(({ set }) => set?.elem ?? []).map(String)
  const cards = (name: MachineSet) => inOrder(words(name).map(readHardware))
  const addresses = inOrder([...words('quarantined/4'), ...words('quarantined/6')].map(canonicalAddress))
  return {
    quarantined: { cards: cards('quarantined/cards'), addresses },
    guests: cards('guests/cards'),
    proxyPorts: words('proxy-ports').map(Number).filter(isPort),
  }
}

export function areSame(one: MachineElements, other: MachineElements): boolean {
  return inWords(one) === inWords(other)
}

function inWords(all: MachineElements): string {
  return JSON.stringify(machineSetNames.map((name) => sets[name].of(all).toSorted()))
}

function isPort(port: number): boolean {
  return Number.isInteger(port) && port > 0 && port <= 65_535
}

function inOrder(words: readonly (string | null)[]): string[] {
  return words.filter((word) => word !== null).toSorted()
}

function cardsOf(cards: readonly string[]): string[] {
  return cards.map(nftHardware)
}

function addressesOf({ quarantined }: MachineElements, isIpv6: boolean): string[] {
  return quarantined.addresses.filter((address) => address.includes(':') === isIpv6).map(nftAddress)
}
