/** Says in words for whoever sits in front of it whether the gateway changed or stopped something, and whose fault it may be. */
import { countOf } from '../pages/words.ts'
import { entityTypes, type Operator } from '../pii/entity.ts'
import { explain, reasonFor } from '../policy/reasons.ts'
import type { Happened } from './happened.ts'
import type { TunnelObstacle } from './obstacle.ts'

export interface TroubleWords {
  title: string
  happened: string
  /** What was done, one a line; empty where nothing was. */
  changes: readonly string[]
  next: string
}

export function troubleWords(happened: Happened, contact: string): TroubleWords {
  const { action, reason, host } = happened
  const told = reasonFor(reason, { host, contact })
  switch (action) {
    case 'pass':
    case 'transform': {
      const changes = changesOf(happened)
      const isTouched = changes.length > 0
      const title = isTouched ? 'We changed it on its way' : 'We did not touch it'
      return { title, ...passed(happened, isTouched), changes }
    }
    case 'tunnel':
      return {
        title: 'It passed unread: we did not touch it',
        happened: `We neither read nor changed anything between this machine and ${host}.`,
        changes: [],
        next: elsewhere,
      }
    case 'refuse':
      return {
        title: 'We stopped it',
        happened: told.happened,
        changes: changesOf(happened),
        next: told.next,
      }
    case 'refused-midstream':
      return {
        title: 'We stopped it on its way',
        happened: told.happened,
        changes: changesOf(happened),
        next: told.next,
      }
    case 'fail':
      return { ...failed(happened), changes: changesOf(happened), next: told.next }
  }
}

const elsewhere = 'The fault is elsewhere: in the program, on the way, or at the destination.'

/** Null where nobody needs to be told. */
export function obstacleWords(obstacle: TunnelObstacle): string | null {
  switch (obstacle) {
    case 'unread':
    case 'no-help':
      return null
    case 'in-the-clear':
      return 'It was not encrypted. Such requests are always read: there is no tunnel for them.'
    case 'name-hidden':
      return 'The name of this destination holds somebody’s data and is not written down, so nobody can let it pass unread.'
    case 'never':
      return 'Data that nobody may let out as they are were masked or stopped there within the last day, so this destination is not left unread.'
    case 'always-read':
      return 'The rules of this office say that this destination is always read.'
    case 'machine':
      return 'For this machine nothing can be let pass unread: it is a guest’s or in quarantine, or nobody has said yet whose it is.'
  }
}

function passed({ action, reason, host, status }: Happened, isTouched: boolean) {
  const happened = explain(action, reason).replaceAll('the destination', host)
  if (status !== null && status >= 400)
    return {
      happened: `${happened} ${host} answered with the error ${status}.`,
      next: isTouched
        ? 'That may be since it did not get what it expected.'
        : 'It got exactly what was sent, so the fault is there.',
    }
  return {
    happened,
    next: isTouched ? 'If something is missing at the destination, this is why.' : elsewhere,
  }
}

/** A failure is nobody's verdict: said is whose it most likely is. */
function failed({ reason, host, alert }: Happened): Pick<TroubleWords, 'title' | 'happened'> {
  const { title, happened } = reasonFor(reason, { host, contact: '' })
  if (reason === 'client-tls-failed' || reason === 'client-left-unused')
    return {
      title: 'The program refused our certificate',
      happened: `${happened}${alert === null ? '' : ` Its last word was “${alert}”.`} Nothing was sent to ${host}.`,
    }
  return { title: /^(?:upstream|name)-/.test(reason) ? `${title}: we did not stop it` : title, happened }
}

function changesOf({ action, changes, more, trackingRemoved, marks }: Happened): string[] {
  const isStopped = action === 'refuse' || action === 'refused-midstream' || action === 'fail'
  const found = changes
    .filter(({ operator }) => !isStopped || operator === 'refuse')
    .map(({ type, operator, count }) => `${count} × ${entityTypes[type].title}: ${done[operator]}`)
  return [
    ...found,
    ...(more && found.length > 0 ? ['and more, which is counted but not listed'] : []),
    ...(trackingRemoved === 0 || isStopped
      ? []
      : [`${countOf(trackingRemoved, 'tracking parameter')} taken out of the address`]),
    ...(isStopped ? [] : marks.map((mark) => markWords[mark])),
  ]
}

const markWords: Readonly<Record<Happened['marks'][number], string>> = {
  'metadata-stripped': 'who made a file, where and with what was taken out of it',
  unrestored: 'tokens stayed in the answer: it came in a form in which values cannot be put back',
}

const done: Readonly<Record<Operator, string>> = {
  keep: 'left as it is',
  mask: 'masked',
  redact: 'taken out',
  replace: 'replaced by a word',
  hash: 'replaced by a hash',
  tokenize: 'replaced by a token',
  fpe: 'replaced by one of the same form',
  refuse: 'a reason to stop it',
}
