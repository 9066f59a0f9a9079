/** What is done against trackers: for which groups of clients, with which lists, and where not. */
import { z } from 'zod'
import { maxLists } from '../../gateway/core/trackers/host-table.ts'
import { flag, hostPattern, path } from '../kinds.ts'

const choiceKeys = {
  gpc: flag()
    .default(false)
    .describe(
      'Whether `Sec-GPC: 1` is added to what they ask: "do not sell or share my data" (w3c.github.io/gpc).',
    ),
  parameters: flag()
    .default(false)
    .describe('Whether tracking parameters such as `gclid` and `utm_source` are taken out of URLs.'),
  block: flag().default(false).describe('Whether hosts that the lists name are refused.'),
}

const listName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'expected a name of lower-case letters, digits and hyphens')
  .meta({ 'x-expected': 'a name of lower-case letters, digits and hyphens' })

export const trackersSchema = z
  .strictObject({
    groups: z
      .record(
        z.string().max(63),
        z.strictObject(choiceKeys).meta({ 'x-expected': 'gpc, parameters and block' }),
      )
      .default({})
      .describe(
        'What is done for groups of `office.clientGroups`, by their names. The first group that a client is in decides.',
      ),
    others: z
      .strictObject(choiceKeys)
      .prefault({})
      .describe('What is done for clients of none of these groups.'),
    lists: z
      .array(
        z
          .strictObject({
            name: listName.describe('What refusals and the journal call it.'),
            file: path().describe('The list, on this box: Gatehouse fetches none.'),
          })
          .meta({ 'x-expected': 'name and file' }),
      )
      .max(maxLists)
      .default([])
      .describe(
        'Files that name hosts of trackers: hosts format (`0.0.0.0 host`), and of the adblock format `||host^` and `@@||host^` alone. `gatehouse trackers lists` says how many lines say something else.',
      ),
    except: z
      .array(hostPattern())
      .max(10_000)
      .default([])
      .describe('Destinations where nothing of all this is done.'),
    parametersFile: path()
      .nullable()
      .default(null)
      .describe('The file of tracking parameters; null takes the shipped `config/trackers.yaml`.'),
  })
  .prefault({})
  .describe('What is done against trackers in requests that are looked into, and by name in all others.')

type Trackers = z.output<typeof trackersSchema>

interface Office {
  clientGroups: Readonly<Record<string, readonly string[]>>
}

/** What the keys cannot say alone: which groups there are, and that each list has a name of its own. */
export function checkTrackers(
  { trackers, office }: { trackers: Trackers; office: Office },
  context: z.core.$RefinementCtx,
): void {
  const mistake = (at: (string | number)[], message: string) =>
    context.addIssue({ code: 'custom', path: ['trackers', ...at], message })
  for (const name of Object.keys(trackers.groups))
    if (!Object.hasOwn(office.clientGroups, name))
      mistake(['groups', name], 'expected the name of a group of office.clientGroups')
  const names = trackers.lists.map(({ name }) => name)
  names.forEach((name, index) => {
    if (names.indexOf(name) !== index)
      mistake(['lists', index, 'name'], 'expected a name of its own; another list has this one')
  })
  const blocks = [...Object.values(trackers.groups), trackers.others].some(({ block }) => block)
  if (blocks && trackers.lists.length === 0)
    mistake(['lists'], 'expected at least one list, since hosts are to be refused (block)')
}
