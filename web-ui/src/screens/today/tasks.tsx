/** What somebody has to do: what it is, why, and by when; the most urgent first. */
import { useState } from 'react'
import type { Health, IncidentPage, ProposalList, ReviewPage } from '../../api/types.ts'
import { useI18n } from '../../i18n/i18n.tsx'
import { Icon } from '../../parts/icons.tsx'
import { addressOf, Link } from '../../router/router.tsx'

type Severity = Health['warnings'][number]['severity']

export interface Sources {
  warnings: Health['warnings']
  incidents: IncidentPage['incidents']
  proposals: ProposalList['proposals']
  reviews: ReviewPage['reviews']
}

/** From the box itself, an alarm, or people and programs that wait for an answer. */
export type Task = { id: string; severity: Severity; since: number } & (
  | { kind: 'warning'; title: string; hint: string }
  | { kind: 'alarm'; sentence: string; incident: string; notifyBy: number | null }
  | { kind: 'review' | 'proposal'; count: number }
)

const urgency: Readonly<Record<Severity, number>> = { 'act-now': 0, 'act-by': 1, note: 2 }

export function tasksOf({ warnings, incidents, proposals, reviews }: Sources): Task[] {
  const tasks: Task[] = [
    ...warnings.map(
      ({ code, title, hint, severity, since }): Task => ({
        ...{ id: code, kind: 'warning', severity, since, title, hint },
      }),
    ),
    ...incidents.map(
      ({ id, severity, openedAt, sentence, notifyBy }): Task => ({
        ...{ id, kind: 'alarm', severity, since: openedAt, sentence, incident: id, notifyBy },
      }),
    ),
    ...waiting(
      'review',
      reviews.map(({ askedAt }) => askedAt),
    ),
    ...waiting(
      'proposal',
      proposals.map(({ firstAt }) => firstAt),
    ),
  ]
  return tasks.sort((a, b) => urgency[a.severity] - urgency[b.severity] || a.since - b.since)
}

/** Those of one kind are one task: they are answered in one place. */
function waiting(kind: 'review' | 'proposal', times: readonly number[]): Task[] {
  if (times.length === 0) return []
  return [{ id: kind, kind, severity: 'act-by', since: Math.min(...times), count: times.length }]
}

const words = {
  'act-now': { icon: 'now', key: 'today.task.now' },
  'act-by': { icon: 'soon', key: 'today.task.soon' },
  note: { icon: 'note', key: 'today.task.note' },
} as const

/** More than these would push the day itself out of sight; those that are urgent are always among them. */
const tasksShown = 4

export function TaskList({ tasks, now }: { tasks: readonly Task[]; now: number }) {
  const { t } = useI18n()
  const [showsAll, showAll] = useState(false)
  if (tasks.length === 0) return null
  const urgent = tasks.filter(({ severity }) => severity === 'act-now').length
  const shown = showsAll ? tasks : tasks.slice(0, Math.max(tasksShown, urgent))
  return (
    <section className="section" aria-labelledby="tasks">
      <h2 id="tasks">{t('today.tasks')}</h2>
      <ol className="tasks">
        {shown.map((task) => (
          <TaskItem key={task.id} task={task} now={now} />
        ))}
      </ol>
      {shown.length === tasks.length ? null : (
        <button type="button" className="link after" onClick={() => showAll(true)}>
          {t('today.tasks.more', { count: tasks.length - shown.length })}
        </button>
      )}
    </section>
  )
}

function TaskItem({ task, now }: { task: Task; now: number }) {
  const { t, time } = useI18n()
  const { icon, key } = words[task.severity]
  return (
    <li>
      <span className={icon}>
        <Icon name={icon} />
      </span>
      <div>
        <TaskWords task={task} />
        <p className="small quiet">
          <span className={`when ${icon}`}>{t(key)}</span>
          {', '}
          {t('today.task.since', { time: time(task.since, now) })}
          {task.kind === 'alarm' && task.notifyBy !== null
            ? `, ${t('today.task.notifyBy', { time: time(task.notifyBy, now) })}`
            : null}
        </p>
      </div>
    </li>
  )
}

function TaskWords({ task }: { task: Task }) {
  const { t, rich } = useI18n()
  const onBox = (command: string) => rich('today.task.onBox', { command: <code>{command}</code> })
  switch (task.kind) {
    case 'warning':
      return (
        <>
          <h3>{task.title}</h3>
          <p>{task.hint}</p>
        </>
      )
    case 'alarm':
      return (
        <>
          <h3>{task.sentence}</h3>
          <p>
            {t(task.notifyBy === null ? 'today.alarm.hint' : 'today.alarm.known')}{' '}
            {onBox(`gatehouse incident show ${task.incident}`)}
          </p>
        </>
      )
    case 'review':
    case 'proposal':
      return (
        <>
          <h3>{t(`today.task.${task.kind}`, { count: task.count })}</h3>
          <p>
            {t(`today.task.${task.kind}.hint`)}{' '}
            <Link href={addressOf(task.kind === 'review' ? 'reviews' : 'clients')}>
              {t(`today.task.${task.kind}.open`)}
            </Link>
          </p>
        </>
      )
  }
}
