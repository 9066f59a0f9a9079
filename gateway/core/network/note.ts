/** Writes down the settings that a person confirmed, and reads them back as input: nothing unchecked becomes a rule. */
import { z } from 'zod'
import { downChoices, lastPriority, type NetworkSettings, ways, webChoices } from './model.ts'
import { isInterfaceName } from './nft-words.ts'
import { protocolLines } from './protocols.ts'
import { spanOf } from './ranges.ts'

/** Another form of the settings gets another number. */
const version = 1

/** As strict as the configuration, whose values these were. */
const choice = {
  web: z.enum(webChoices),
  whenDown: z.enum(downChoices),
  refuse: z.array(z.enum(protocolLines)).max(protocolLines.length),
}
const network = z.string().max(64).refine(isNetwork)
const group = z.strictObject({
  ...{ name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), networks: z.array(network).min(1).max(1000) },
  ...choice,
})
const machine = z.strictObject({
  address: network.refine((text) => !text.includes('/')),
  hardware: z.string().regex(/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i),
})
const number32 = z.int().min(1).max(0xffff_ffff)

const settings = z.strictObject({
  listenerPort: z.int().min(1).max(65_535),
  way: z.enum(ways),
  interfaces: z.array(z.string().refine(isInterfaceName)).min(1).max(64),
  groups: z.array(group).refine(areApart),
  others: z.strictObject(choice),
  machines: z.array(machine).max(10_000),
  masquerade: z.boolean(),
  routing: z.strictObject({ mark: number32, table: number32, priority: z.int().min(1).max(lastPriority) }),
}) satisfies z.ZodType<NetworkSettings>

const note = z.strictObject({ version: z.literal(version), settings })

/** null where it could not be read back: then it is not to be kept. */
export function writeNote(confirmed: NetworkSettings): string | null {
  const checked = note.safeParse({ version, settings: confirmed })
  return checked.success ? `${JSON.stringify(checked.data)}\n` : null
}

/** null for anything but such a note. */
export function readNote(text: string): NetworkSettings | null {
  try {
    return note.parse(JSON.parse(text)).settings
  } catch {
    return null
  }
}

function isNetwork(text: string): boolean {
  try {
    spanOf(text)
    return true
  } catch {
    return false
  }
}

/** No name twice, and no network that two groups have. */
function areApart(groups: readonly Pick<z.output<typeof group>, 'name' | 'networks'>[]): boolean {
  const owners = new Map<string, string>()
  const owns = (name: string, text: string) => {
    const { family, first, last } = spanOf(text)
    const key = `${family} ${first} ${last}`
    const owner = owners.get(key) ?? name
    owners.set(key, owner)
    return owner === name
  }
  return (
    new Set(groups.map(({ name }) => name)).size === groups.length &&
    groups.every(({ name, networks }) => networks.filter(isNetwork).every((text) => owns(name, text)))
  )
}
