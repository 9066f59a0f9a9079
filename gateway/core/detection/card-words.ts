/** Says in one sentence who sent card data where, what became of it, and that it was not so before. */
import { type CardClient, type CardTally, subjectOf } from './card-clients.ts'
import { gravityOf } from './card-sending.ts'
import type { Finding } from './signal.ts'
import { counted, lengthOfTime } from './words.ts'

/** `first`: it never did before. `worse`: it did today, but was masked or stopped. `again`: the sum of a day. */
export type CardOccasion = 'first' | 'worse' | 'again'

/** The finding on all that is pending of a client; `pending` must not be null. */
export function cardFinding(client: CardClient, occasion: CardOccasion, now: number): Finding {
  const tally = client.pending
  if (tally === null) throw new TypeError('nothing is pending')
  const gravity = gravityOf(tally)
  return {
    kind: 'alarm',
    subject: { kind: 'client', name: subjectOf(client) },
    severity: gravity === 3 ? 'act-now' : 'act-by',
    sentence: `${who(client)} ${did(gravity, occasion)}: ${what(tally)}${fate(tally)}.${before(client, occasion, now)}`,
    evidence: {
      occasion,
      cardsLeft: tally.left,
      cardsChanged: tally.changed,
      cardsStopped: tally.stopped,
      requests: tally.requests,
      destinations: tally.destinations.join(' '),
      knownForMs: Math.round(now - client.firstSeenAt),
      exchangesBefore: Math.max(0, client.exchanges - tally.requests),
    },
    // Exfiltration Over Web Service: attack.mitre.org/techniques/T1567
    technique: 'T1567',
    records: [...tally.records],
  }
}

function who(client: CardClient): string {
  if (!client.isMany) return client.address
  return `${client.address}, one of more clients than can be watched,`
}

function did(gravity: 1 | 2 | 3, occasion: CardOccasion): string {
  const sent = gravity === 1 ? 'tried to send card data' : 'sent card data'
  switch (occasion) {
    case 'first':
      return `${sent} for the first time`
    case 'worse':
      return `${sent} again, and this time ${gravity === 3 ? 'it left as it was' : 'some of it left'}`
    case 'again':
      return `${sent} again since the last signal`
  }
}

function what(tally: CardTally): string {
  const [first = 'nowhere', ...others] = tally.destinations
  const places = others.length === 0 ? first : `${first} and ${counted(others.length, 'other place')}`
  const cards = counted(tally.left + tally.changed + tally.stopped, 'card number')
  return `${cards} to ${places}, in ${counted(tally.requests, 'request')}`
}

function fate({ left, changed, stopped }: CardTally): string {
  if (changed + stopped === 0) return ''
  if (left + stopped === 0) return '; masked before they left'
  if (left + changed === 0) return '; none of it left'
  const parts = [
    ...(left === 0 ? [] : [`${left.toLocaleString('en')} left unchanged`]),
    ...(changed === 0 ? [] : [`${changed.toLocaleString('en')} left masked`]),
    ...(stopped === 0 ? [] : [`${stopped.toLocaleString('en')} did not leave`]),
  ]
  return `; ${parts.join(', ')}`
}

function before(client: CardClient, occasion: CardOccasion, now: number): string {
  if (occasion !== 'first' || client.isMany) return ''
  const exchanges = Math.max(0, client.exchanges - (client.pending?.requests ?? 0))
  if (exchanges === 0) return ' It was never seen before.'
  const known = lengthOfTime(now - client.firstSeenAt)
  return ` In ${known} and ${counted(exchanges, 'request')} before it sent none.`
}
