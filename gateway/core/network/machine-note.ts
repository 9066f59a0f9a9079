/** Writes down which machines the network's rules are to hold back, and reads it back as input: the gateway tells, `network sync` does. */
import { z } from 'zod'
import { readHardware } from '../client/hardware.ts'
import { canonicalAddress } from '../net/address.ts'

/** Machines whose traffic the box itself holds back, beside what its listeners do. In order, each once. */
export interface HeldMachines {
  /** By their network cards, and by the addresses that are theirs: not those that they say to have while another does. */
  quarantined: { cards: readonly string[]; addresses: readonly string[] }
  /** By their network cards. */
  guests: readonly string[]
}

export interface MachineNote extends HeldMachines {
  /** 16 hexadecimal digits, other ones each time it is written. */
  id: string
  /** Where these machines still find the page that says why. */
  proxyPort: number
}

const outcomes = ['in-step', 'untold', 'unread', 'old-rules', 'no-rules'] as const

/** What became of a note, for the gateway, which may not look into the kernel: what somebody saw there, and when. */
export interface SyncReceipt {
  /** Of the note that was followed; null where none was. */
  id: string | null
  /** The start of the box in which it was seen, and when, in milliseconds of the clock that counts from there. */
  boot: string
  atMs: number
  /** When rules on trial end by themselves; null where they stay. */
  untilMs: number | null
  /**
   * Whether rules were in force to be told. untold: nobody said anything, and they hold nobody back. unread: the note is gone, or not to
   * be followed. old-rules: those of an earlier release, which hold no single machine back.
   */
  outcome: (typeof outcomes)[number]
}

/**
 * More than clients (2000) and holders of addresses (8192); cards that claim another's address are told of as far as there is room. A
 * longer list was not written by the gateway as it is.
 */
export const mostHeld = 16_384

const noteVersion = 1
/** 2: with when it was seen. */
const receiptVersion = 2
const id = z.string().regex(/^[0-9a-f]{16}$/)
const cards = z.array(z.string().refine((text) => readHardware(text) === text)).max(mostHeld)
const millis = z.int().min(0)
const addresses = z.array(z.string().refine((text) => canonicalAddress(text) === text)).max(mostHeld)

const note = z.strictObject({
  version: z.literal(noteVersion),
  id,
  proxyPort: z.int().min(1).max(65_535),
  quarantined: z.strictObject({ cards, addresses }),
  guests: cards,
})
const receipt = z.strictObject({
  version: z.literal(receiptVersion),
  id: id.nullable(),
  boot: z.string().regex(/^[0-9a-f-]{1,64}$/),
  atMs: millis,
  untilMs: millis.nullable(),
  outcome: z.enum(outcomes),
})

export function writeMachineNote(machines: MachineNote): string {
  return `${JSON.stringify({ version: noteVersion, ...machines })}\n`
}

/** null for anything but such a note. */
export function readMachineNote(text: string): MachineNote | null {
  return read(note, text)
}

export function writeSyncReceipt(said: SyncReceipt): string {
  return `${JSON.stringify({ version: receiptVersion, ...said })}\n`
}

/** null for anything but such a receipt. */
export function readSyncReceipt(text: string): SyncReceipt | null {
  return read(receipt, text)
}

function read<Said extends { version: number }>(
  model: z.ZodType<Said>,
  text: string,
): Omit<Said, 'version'> | null {
  try {
    const { version: _, ...said } = model.parse(JSON.parse(text))
    return said
  } catch {
    return null
  }
}
