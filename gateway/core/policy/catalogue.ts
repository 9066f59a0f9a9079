/** The dated catalogue of destinations: which hosts belong to which kind of service. */
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

const catalogueGroupSchema = z.strictObject({
  title: z.string().min(1).max(80).describe('What an owner calls it.'),
  kind: z.enum(destinationKinds).describe('What the destinations do.'),
  asOf: isoDate.describe('Day on which the hosts were last looked at.'),
  hosts: z
    .array(
      z.string().refine(isHostPattern, {
        error: () =>
          'is no host: write a host name, "*.example.com" (its subdomains), an address or a CIDR range',
      }),
    )
    .describe('Host names, "*.example.com" for the subdomains of a name, addresses or CIDR ranges.'),
})

/** The catalogue file: group name → group. */
export const catalogueSchema = z.strictObject({
  groups: z
    .record(z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/), catalogueGroupSchema)
    .describe('Groups by the name that rules refer to as "group:name".'),
})

export type Catalogue = z.infer<typeof catalogueSchema>
