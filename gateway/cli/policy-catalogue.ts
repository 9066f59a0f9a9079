/** `gatehouse policy catalogue`: which hosts belong to which group, who says so, and since when. */
import { loadCatalogue } from '../../config/load-policy.ts'
import { clock } from '../app/clock.ts'
import { countOf } from '../core/pages/words.ts'
import {
  countSourced,
  type GroupView,
  type SourcedHosts,
  viewCatalogue,
} from '../core/policy/catalogue-view.ts'
import { type Call, type Command, usage } from './command.ts'
import { configurationOf } from './configuration.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { table } from './terminal.ts'

export const policyCatalogueCommand: Command = {
  summary: 'list the groups of destinations, or the hosts of one with their sources',
  usage: 'policy catalogue [GROUP]',
  details:
    'With --json, one group a line, with everything. `source: none` says that no document of the vendor was read for\nthese hosts; behind it stands what they rest on.',
  options: {},
  arguments: [0, 1],
  run: catalogue,
}

async function catalogue(call: Call): Promise<ExitCode> {
  const { config } = await configurationOf(call)
  const { value, file } = await loadCatalogue(config.policy.catalogue)
  const groups = viewCatalogue(value, clock.now())
  const [name] = call.arguments
  const asked = name === undefined ? groups : groups.filter((group) => group.name === name)
  if (asked.length === 0 && name !== undefined)
    throw usage(
      'The catalogue has no group of this name.',
      `It has: ${groups.map((group) => group.name).join(', ')}.`,
    )
  if (call.json) for (const group of asked) call.terminal.json(group)
  else if (name === undefined) for (const line of table(groups.map(columns))) call.terminal.line(line)
  else for (const line of asked.flatMap(detailLines)) call.terminal.line(line)
  if (!call.json && name === undefined) call.terminal.note(sumLine(groups))
  call.terminal.note(`From ${file}.`)
  return exitCodes.ok
}

function columns(group: GroupView): string[] {
  const { name, title, asOf, isStale } = group
  const { hosts, sourced } = countSourced([group])
  return [
    name,
    title,
    countOf(hosts, 'host'),
    sourced === 0 ? 'none with a source' : `${sourced} with a source`,
    `as of ${asOf}${isStale ? ', more than a year ago' : ''}`,
  ]
}

function sumLine(groups: readonly GroupView[]): string {
  const { hosts, sourced } = countSourced(groups)
  return `${countOf(hosts, 'host')}, ${sourced} with a source that names them; what the others rest on, each group says (\`policy catalogue GROUP\`).`
}

function detailLines({ title, asOf, lists }: GroupView): string[] {
  return [
    `${title}, as of ${asOf}`,
    ...lists.flatMap((list) => ['', sourceLine(list), ...list.hosts.map((host) => `  ${host}`)]),
  ]
}

function sourceLine({ source, restsOn }: SourcedHosts): string {
  if (source === 'none') return `source: none${restsOn === null ? '' : `; rests on ${restsOn}`}`
  const edition = source.edition === undefined ? '' : `, ${source.edition}`
  return `source: ${source.title}${edition}, read ${source.read}, ${source.url}`
}
