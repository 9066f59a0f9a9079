/** Shows a person what a replay came to: what changes, at whom, for which data and by which rule, and what nobody can know. */
import type { ReplayedPeriod } from '../app/policy-replay.ts'
import type { Outcome } from '../core/policy/replay/answer.ts'
import type { Move, ReplayRow, TypeRow } from '../core/policy/replay/tally.ts'
import { missingLines } from './missing-words.ts'
import { table } from './terminal.ts'
import { timeOfDay } from './times.ts'

export function replayLines(report: ReplayedPeriod): string[] {
  const { since, until, exchanges, changed, unchanged, unknown, moves, more, mode } = report
  const period = `from ${timeOfDay(since)} to ${timeOfDay(until)}`
  const missing = missingLines(report.missing)
  if (exchanges === 0) return [`No such exchange is recorded ${period}.`, ...missing]
  const share = (count: number) => `${count} (${percent(count, exchanges)})`
  return [
    `${exchanges} exchanges ${period}${mode === 'observe' ? '; the draft observes, and changes nothing' : ''}.`,
    '',
    ...table([
      ['as they were', share(unchanged)],
      ['otherwise', share(changed)],
      ['cannot know', share(unknown)],
    ]),
    ...section('What would become otherwise', table(known(moves).map(moveCells)), 0),
    ...section(
      'By destination',
      table(report.destinations.filter(isTelling).map(rowCells)),
      more.destinations,
    ),
    ...section('By data', table(report.types.map(typeCells)), more.types),
    ...section("By the draft's rule", table(report.rules.filter(isTelling).map(rowCells)), more.rules),
    ...section(
      'Why nobody can know',
      table(report.why.map((one) => [String(one.exchanges), one.sentence])),
      0,
    ),
    ...missing,
  ]
}

const words: Readonly<Record<Outcome, string>> = {
  pass: 'passed as they came',
  transform: 'left changed',
  tunnel: 'left unread in a tunnel',
  refuse: 'were refused',
  fail: 'failed',
}

const shortWords: Readonly<Record<Outcome, string>> = {
  pass: 'pass',
  transform: 'change',
  tunnel: 'tunnel',
  refuse: 'refuse',
  fail: 'fail',
}

const would: Readonly<Record<Outcome, string>> = {
  pass: 'would pass as they come',
  transform: 'would leave changed',
  tunnel: 'would leave unread in a tunnel',
  refuse: 'would be refused',
  fail: 'would fail',
}

function known(moves: readonly Move[]): readonly (Move & { to: Outcome })[] {
  return moves.filter((move): move is Move & { to: Outcome } => move.to !== null)
}

function moveCells({ from, to, exchanges }: Move & { to: Outcome }): string[] {
  return [String(exchanges), words[from], '→', would[to]]
}

function isTelling({ changed, unknown }: ReplayRow): boolean {
  return changed + unknown > 0
}

function rowCells({ name, exchanges, changed, unknown, moves, examples }: ReplayRow): string[] {
  const moved = known(moves).map(
    (move) => `${move.exchanges} ${shortWords[move.from]} → ${shortWords[move.to]}`,
  )
  const example = examples[0] === undefined ? '' : `  such as ${examples[0]}`
  return [
    name === null ? '(no rule, or one of several)' : name === '' ? '(none named)' : name,
    `${changed} of ${exchanges}`,
    unknown === 0 ? '' : `${unknown} cannot know`,
    `${moved.join(', ')}${example}`,
  ]
}

function typeCells({ destination, type, from, to, findings }: TypeRow): string[] {
  return [String(findings), type, destination, `${from} → ${to ?? 'cannot know'}`]
}

function section(title: string, lines: readonly string[], more: number): string[] {
  if (lines.length === 0) return []
  const rest = more === 0 ? [] : [`  and ${more} more: --limit shows them`]
  return ['', `${title}:`, ...lines.map((line) => `  ${line.trimEnd()}`), ...rest]
}

/** Never rounded to all or nothing. */
export function percent(count: number, of: number): string {
  if (count === 0 || of === 0) return '0 %'
  const share = (100 * count) / of
  if (count < of && share > 99) return 'more than 99 %'
  return share < 1 ? 'less than 1 %' : `${Math.round(share)} %`
}
