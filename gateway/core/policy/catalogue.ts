/** The dated catalogue of destinations: which hosts belong to which kind of service, and who says so. */
import { z } from 'zod'
import { isHostPattern } from './match-model.ts'

/** What a group of destinations is for. `echo` gives back what it got: tokens make sense there. */
const destinationKinds = [
  'echo',
  'payment',
  'payroll',
  'government',
  'banking',
  'health',
  'updates',
  'meetings',
  'crm',
  'newsletter',
  'mail',
  'shipping',
  'other',
] as const

const isoDate = z.iso.date({ error: () => 'is no date: write it as 2026-11-22' })

const hosts = z
  .array(
    z.string().refine(isHostPattern, {
      error: () =>
        'is no host: write a host name, "*.example.com" (its subdomains), an address or a CIDR range',
    }),
  )
  .describe('Host names, "*.example.com" for the subdomains of a name, addresses or CIDR ranges.')

const line = z.string().min(1).max(300)

const documentSchema = z.strictObject({
  title: line.describe('What the document is called.'),
  url: z
    .url({ protocol: /^https$/, error: () => 'is no https:// address' })
    .describe('Where it is published.'),
  read: isoDate.describe('Day on which it was last read.'),
  edition: line.optional().describe('Which edition was read, where that is not the newest.'),
})

const sourceSchema = z.union([z.literal('none'), documentSchema], {
  error: () => 'is neither "none" nor a document: write { title, url, read }',
})

const sourcedHostsSchema = z
  .strictObject({
    source: sourceSchema.describe('The document that names these hosts; none where none could be read.'),
    restsOn: line.optional().describe('Without a source: what the list rests on.'),
    hosts,
  })
  .refine(({ source, restsOn }) => source !== 'none' || restsOn !== undefined, {
    path: ['restsOn'],
    error: () => 'is missing: without a source, say what the list rests on',
  })

const catalogueGroupSchema = z.strictObject({
  title: z.string().min(1).max(80).describe('What an owner calls it.'),
  kind: z.enum(destinationKinds).describe('What the destinations do.'),
  asOf: isoDate.describe('Day on which the hosts were last looked at.'),
  hosts: hosts.default([]),
  lists: z.array(sourcedHostsSchema).optional().describe('More hosts, each list with its source.'),
})

/** The catalogue file: group name → group. */
export const catalogueSchema = z.strictObject({
  groups: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), catalogueGroupSchema)
    .describe('Groups by the name that rules refer to as "group:name".'),
})

export type Catalogue = z.infer<typeof catalogueSchema>
export type CatalogueSource = z.infer<typeof sourceSchema>

/** As rules ask it: `hosts` of a group are all of its hosts, those of its lists included. */
export function wholeCatalogue(file: Catalogue): Catalogue {
  const groups: Catalogue['groups'] = {}
  for (const [name, group] of Object.entries(file.groups)) {
    const all = [...group.hosts, ...(group.lists ?? []).flatMap((list) => list.hosts)]
    groups[name] = { ...group, hosts: [...new Set(all)] }
  }
  return { groups }
}
