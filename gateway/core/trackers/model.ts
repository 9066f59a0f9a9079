/** What is done against trackers, for whom and where: the file of tracking parameters, and the choices of an office. */
import { z } from 'zod'
import { isHostPattern } from '../policy/match-model.ts'

const isoDate = z.iso.date({ error: () => 'is no date: write it as 2026-11-23' })

/** Characters of names that nobody has to escape in a URL (RFC 3986 §2.3). */
const parameterName = z
  .string()
  .regex(
    /^[A-Za-z0-9._~-]{2,64}\*?$/,
    'is no name of a parameter: write it as it stands in a URL, such as gclid, or utm_* for all names that begin so',
  )

const hosts = z
  .array(
    z.string().refine(isHostPattern, {
      error: () =>
        'is no host: write a host name, "*.example.com" (its subdomains), an address or a CIDR range',
    }),
  )
  .min(1)

const parameterGroup = z.strictObject({
  names: z
    .array(parameterName)
    .min(1)
    .describe('Names of parameters, as they are written; "utm_*" for all that begin with "utm_".'),
  of: z.string().min(1).max(200).describe('Whose they are and what they tell.'),
  source: z.url().describe('Where that is documented.'),
  asOf: isoDate.describe('Day on which this was last looked at.'),
})

const parameterException = z.strictObject({
  hosts: hosts.describe('At these destinations …'),
  keep: z.array(parameterName).min(1).describe('… these parameters stay; "*" at the end as above.'),
  because: z.string().min(1).max(200).describe('What would break.'),
})

/** The file of tracking parameters. */
export const trackingParametersSchema = z
  .strictObject({
    parameters: z.array(parameterGroup).max(1000).describe('Parameters that are taken out of URLs.'),
    untouched: z
      .array(parameterName)
      .max(1000)
      .default([])
      .describe(
        'Where one of these stands in a URL, nothing is taken out of it: it belongs to a login, or is bound by a signature.',
      ),
    exceptions: z.array(parameterException).max(1000).default([]).describe('Where some of them stay.'),
  })
  .superRefine(({ parameters, untouched }, context) => {
    parameters.forEach(({ names }, group) => {
      names.forEach((name, index) => {
        if (untouched.some((kept) => overlaps(name, kept)))
          context.addIssue({
            code: 'custom',
            path: ['parameters', group, 'names', index],
            message: 'is among the untouched ones as well: take it out of one of the two lists',
          })
      })
    })
  })

export type TrackingParameters = z.infer<typeof trackingParametersSchema>

/** What is done for a group of clients. */
export interface TrackerChoice {
  /** `Sec-GPC: 1` is added to what they ask. */
  gpc: boolean
  /** Tracking parameters are taken out of URLs. */
  parameters: boolean
  /** Hosts of the lists are refused. */
  block: boolean
}

/** The choices of an office. Plain data, so that a worker can be sent it. */
export interface TrackerSettings {
  /** In the order of the file: the first group that a client is in decides. `clients` as rules name them. */
  readonly groups: readonly { name: string; clients: readonly string[]; choice: TrackerChoice }[]
  /** For clients of no such group. */
  readonly others: TrackerChoice
  /** Destinations where nothing of all this is done. */
  readonly except: readonly string[]
  readonly parameters: Pick<TrackingParameters, 'untouched' | 'exceptions'> & { names: readonly string[] }
}

/** True where a name could fit both. */
function overlaps(one: string, other: string): boolean {
  const [a, b] = [one.replace(/\*$/, ''), other.replace(/\*$/, '')]
  if (one.endsWith('*') && b.startsWith(a)) return true
  if (other.endsWith('*') && a.startsWith(b)) return true
  return a === b
}
