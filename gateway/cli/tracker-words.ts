/** Says in words what is done against trackers, what lists say, and what becomes of a host. */
import type { TrackerAnswer, TrackerListStatus, TrackerStatus } from '../api/services/trackers.ts'
import { countOf, listOf } from '../core/pages/words.ts'
import type { TrackerGroup } from '../core/trackers/compile.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export function statusLines(status: TrackerStatus): string[] {
  if (status.state === 'off')
    return ['Nothing is done against trackers: no group chose anything (trackers.groups, trackers.others).']
  const { groups, lists, parameters, except, since, refused, removedParameters, leftOut } = status
  const hosts = lists.reduce((all, list) => all + list.hosts, 0)
  return [
    ...(status.state === 'observe'
      ? ['The policy only watches (mode observe): nothing of this is done.']
      : []),
    ...groups.map((group) => `${capital(nameOf(group.name))}: ${choiceWords(group)}.`),
    `${countOf(lists.length, 'list')} with ${countOf(hosts, 'host')}; ${countOf(parameters, 'name')} of parameters.`,
    ...(except.length === 0 ? [] : [`Nothing is done at: ${except.join(', ')}.`]),
    ...leftOut.map((why) => `A list is left out. ${why}`),
    ...(since === null
      ? []
      : [
          `Since ${timeOfDay(since)}: ${countOf(refused, 'connection or request', 'connections or requests')} refused, ${countOf(removedParameters, 'parameter')} taken out.`,
        ]),
  ]
}

export function listLines(lists: readonly TrackerListStatus[]): string[] {
  return table(
    lists.map((list) => [
      list.name,
      countOf(list.hosts, 'host'),
      countOf(list.exceptions, 'exception'),
      notAppliedWords(list),
      `${list.refused} refused`,
      list.file,
    ]),
  )
}

/** `3 lines are not applied (the first: 1, 7, 9)`. */
export function notAppliedWords({
  notApplied,
  firstNotApplied,
}: Pick<TrackerListStatus, 'notApplied' | 'firstNotApplied'>): string {
  if (notApplied === 0) return 'every line is applied'
  const are = notApplied === 1 ? 'is' : 'are'
  return `${countOf(notApplied, 'line')} ${are} not applied (the first: ${firstNotApplied.join(', ')})`
}

export function answerLines(answer: TrackerAnswer): string[] {
  const { host, refusedFor, client } = answer
  const groups = refusedFor.map(nameOf)
  return [
    `${host}: ${listedWords(answer)}`,
    ...(answer.isExcepted
      ? ['It is an exception of this office (trackers.except): nothing is done there.']
      : []),
    ...(answer.isAllowed
      ? ['Somebody allowed it by hand (gatehouse policy allow), which counts before lists.']
      : []),
    ...(client === null
      ? [
          groups.length === 0
            ? 'Refused for nobody.'
            : `Refused for: ${listOf(groups)}, unless a rule lets it pass.`,
        ]
      : [clientWords(client)]),
  ]
}

function listedWords({ listed }: TrackerAnswer): string {
  if (listed === null) return 'in no list.'
  const { list, entry, exception } = listed
  return exception ? `the list ${list} makes an exception for ${entry}.` : `the list ${list} names ${entry}.`
}

function clientWords({
  group,
  action,
  ruleId,
  gpc,
  parameters,
}: NonNullable<TrackerAnswer['client']>): string {
  const who = `This client (${nameOf(group)})`
  if (action === 'refuse') return `${who} is refused, by ${ruleId}.`
  if (action === 'tunnel') return `${who} gets there unread, by rule ${ruleId}: nothing in it is changed.`
  const done = doneWords({ gpc, parameters, block: false })
  return `${who} gets there by rule ${ruleId}; ${done.length === 0 ? 'nothing is changed' : listOf(done)}.`
}

function choiceWords({ choice }: TrackerGroup): string {
  const done = doneWords(choice)
  return done.length === 0 ? 'nothing' : listOf(done)
}

function doneWords({ gpc, parameters, block }: TrackerGroup['choice']): string[] {
  return [
    ...(gpc ? ['Sec-GPC is sent'] : []),
    ...(parameters ? ['tracking parameters are taken out'] : []),
    ...(block ? ['hosts of the lists are refused'] : []),
  ]
}

function nameOf(group: string | null): string {
  return group ?? 'everybody else'
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
