/** Corrections: what a person said of one value, field, destination or program afterwards. They count before every rule; `deny` wins. */
import { z } from 'zod'
import type { FieldOrder } from '../content/inspector.ts'
import { normalizeHost } from '../http/authority.ts'
import { readClient, writtenClient } from '../login/client-name.ts'
import { canonicalAddress } from '../net/address.ts'
import { type EntityType, entityTypeNames } from '../pii/entity.ts'
import { compileFields } from './fields.ts'
import { keyPath } from './key-path.ts'
import { destinationPattern } from './match-model.ts'
import type { ConnectionRuleSource, ExchangeRuleSource } from './model.ts'

const correctionId = z
  .string()
  .regex(/^[0-9a-f]{8}$/, 'is not the id of a correction: eight hexadecimal digits')
const said = {
  id: correctionId.describe('Its name, in the journal as allowed:… or denied:….'),
  effect: z.enum(['allow', 'deny']).describe('allow: leave it as it is. deny: never let it leave as it is.'),
  reason: z
    .string()
    .max(300)
    .regex(/^\P{Cc}*$/u, 'is one line of text')
    .default('')
    .describe('Why, for whoever reads this later; no personal data.'),
}
const group = z
  .string()
  .min(1)
  .max(253)
  .regex(
    /^(?!group:)\S+$/,
    'is not a destination: write a host name, or the name of a group without "group:"',
  )

/** One correction of the file. */
export const correctionSchema = z.discriminatedUnion('of', [
  z.strictObject({
    ...said,
    of: z.literal('value'),
    type: z.enum(entityTypeNames).describe('The entity type, as the journal has it.'),
    destination: group.describe('Destination group of the journal entry; the index means nothing elsewhere.'),
    index: z
      .string()
      .regex(/^[A-Za-z0-9_-]{22}$/, 'is not a blind index: 22 characters, as the journal has it')
      .describe(
        'Blind index of the finding. It dies with the month of the entry, and the correction with it.',
      ),
  }),
  z.strictObject({
    ...said,
    of: z.literal('field'),
    path: keyPath.describe('Key path of the field, as in `fields` of a rule.'),
    destination: group.nullable().default(null).describe('Only there; null: everywhere.'),
  }),
  z.strictObject({
    ...said,
    of: z.literal('destination'),
    destination: destinationPattern.describe('A host, *.host, or group:NAME.'),
    ofReview: z
      .literal(true)
      .optional()
      .describe('An answer to a review wrote it: what `reviews.never` of the policy names is refused there.'),
  }),
  z.strictObject({
    ...said,
    of: z.literal('connection'),
    effect: z.literal('allow').describe('Connections that would be looked into pass unread.'),
    client: z
      .string()
      .refine((text) => writtenClient(text) === text, {
        error: () => 'is no address, no "user:name" and no "device:name"',
      })
      .describe('The one client, by address, as user:name or as device:name.'),
    destination: z
      .string()
      .refine((text) => normalizeHost(text) === text, { error: () => 'is no host name or address' })
      .describe('The one host.'),
  }),
])
export type Correction = z.infer<typeof correctionSchema>

/** More than anybody says by hand; each field is compared with every path. */
export const maxCorrections = 500

/** The whole file. */
export const correctionsFileSchema = z.strictObject({
  corrections: z.array(correctionSchema).max(maxCorrections).default([]),
})

/** Corrections of values, fields and connections, made ready; those of destinations are rules (`correctingRules`). */
export interface CompiledCorrections {
  /** True where an index of this type in this destination group is spoken of, so that it has to be made. */
  knowsValues(type: EntityType, group: string): boolean
  ofValue(type: EntityType, group: string, index: string): Pick<Correction, 'id' | 'effect'> | null
  /** True where a value is denied there: it is looked for in fields, too, that are kept. */
  deniesValues(group: string): boolean
  /** null where nothing is said of fields there. */
  fieldsOf(group: string): ((path: string) => FieldOrder) | null
  /** The id of what lets this client (as `clientInRules` has it) pass unread to this host; null where nothing does. */
  tunnelOf(client: string, host: string): string | null
  /** The same of some address or other, for a client of whom nothing but its login is known. */
  tunnelAtAddress(host: string): string | null
}

export function compileCorrections(corrections: readonly Correction[]): CompiledCorrections {
  const values = new Map<string, Pick<Correction, 'id' | 'effect'>>()
  const spokenOf = new Set<string>()
  const denying = new Set<string>()
  const fields = corrections.filter((one) => one.of === 'field')
  for (const one of corrections) {
    if (one.of !== 'value') continue
    spokenOf.add(`${one.type} ${one.destination}`)
    if (one.effect === 'deny') denying.add(one.destination)
    const name = `${one.type} ${one.destination} ${one.index}`
    // Whatever was said later: what has left cannot be called back.
    if (values.get(name)?.effect !== 'deny') values.set(name, { id: one.id, effect: one.effect })
  }
  const fieldsThere = (where: string) => {
    const there = fields.filter(({ destination }) => destination === null || destination === where)
    if (there.length === 0) return null
    const paths = (effect: Correction['effect']) =>
      there.filter((one) => one.effect === effect).map(({ path }) => path)
    return compileFields({ drop: paths('deny'), keep: paths('allow') })
  }
  const general = fieldsThere('')
  const compiled = new Map(fields.map(({ destination }) => [destination, fieldsThere(destination ?? '')]))
  return {
    // Asked for each finding; most offices corrected none.
    knowsValues: (type, where) => spokenOf.size > 0 && spokenOf.has(`${type} ${where}`),
    deniesValues: (where) => denying.has(where),
    ofValue: (type, where, index) => values.get(`${type} ${where} ${index}`) ?? null,
    fieldsOf: (where) => compiled.get(where) ?? general,
    ...compileTunnels(corrections),
  }
}

function compileTunnels(
  corrections: readonly Correction[],
): Pick<CompiledCorrections, 'tunnelOf' | 'tunnelAtAddress'> {
  const those = corrections.filter((one) => one.of === 'connection')
  const ids = new Map(those.map((one) => [`${one.client} ${one.destination}`, one.id]))
  const atAddress = new Map(
    those.filter((one) => canonicalAddress(one.client) !== null).map((one) => [one.destination, one.id]),
  )
  return {
    tunnelOf(client, host) {
      if (ids.size === 0) return null
      const { user, device, address } = readClient(client)
      const id = [user, device, address].map((name) => ids.get(`${name} ${host}`))
      return id.find((found) => found !== undefined) ?? null
    },
    tunnelAtAddress: (host) => atAddress.get(host) ?? null,
  }
}

/**
 * Rules that stand before all others. An allowed destination may have everything but what opens other doors. `never`: what
 * no answer to a review lets leave as it is.
 */
export function correctingRules(
  corrections: readonly Correction[],
  never: ReadonlySet<EntityType>,
): {
  connections: ConnectionRuleSource[]
  exchanges: ExchangeRuleSource[]
} {
  const { entities } = allowingRule
  // Each by its name, which counts before its class.
  const answered = { ...Object.fromEntries([...never].map((type) => [type, 'refuse'] as const)), ...entities }
  const destinations = corrections.filter((one) => one.of === 'destination')
  const match = (destination: string) => ({ destinations: [destination] })
  return {
    connections: destinations
      .filter(({ effect }) => effect === 'deny')
      .map(({ id, destination }) => ({
        id: `denied-${id}`,
        match: match(destination),
        action: 'refuse',
        purpose: null,
      })),
    exchanges: destinations
      .filter(({ effect }) => effect === 'allow')
      .map(({ id, destination, ofReview }) => ({
        ...allowingRule,
        entities: ofReview === true ? answered : entities,
        id: `allowed-${id}`,
        match: match(destination),
      })),
  }
}

const allowingRule = {
  entities: { 'class:secret': 'refuse', '*': 'keep' },
  onFailure: 'pass',
  onOpaque: 'pass',
  onSigned: 'pass',
  onLarge: 'stream',
  maxPersons: null,
  minScore: 0.6,
  via: false,
  purpose: null,
} as const satisfies Omit<ExchangeRuleSource, 'id' | 'match'>
