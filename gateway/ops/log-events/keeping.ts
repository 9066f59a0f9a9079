/** Names what the log says of what is kept and destroyed: store, journal, keys, sweeps and ledger. */
import type { EventShape } from './shape.ts'

export const keepingEvents = {
  'store.opened': {
    level: 'info',
    message: 'The store is open.',
    fields: { durationMs: 'number', records: 'number' },
  },
  'store.degraded': {
    level: 'error',
    message: 'The store does not take records; protection goes on.',
    fields: {},
  },
  'journal.dropped': {
    level: 'warn',
    message: 'Journal records could not be kept.',
    fields: { records: 'number' },
  },
  'keyring.opened': {
    level: 'info',
    message: 'The keyring is open.',
    fields: { created: 'flag', source: 'word' },
  },
  'sweep.begun': {
    level: 'info',
    message: 'A sweep begins: what it will destroy is written down.',
    fields: { sweep: 'word', cause: 'word', periods: 'number' },
  },
  'sweep.finished': {
    level: 'info',
    message: 'A sweep has ended.',
    fields: { sweep: 'word', outcome: 'word', periods: 'number' },
  },
  'sweep.failed': {
    level: 'error',
    message: 'A sweep could not be carried on; it will be tried again.',
    fields: { sweep: 'word' },
  },
  'sweep.keys-returned': {
    level: 'warn',
    message: 'Keys that a sweep had destroyed came back with an old copy; they are destroyed again.',
    fields: { keys: 'number' },
  },
  'sweep.refused': {
    level: 'warn',
    message: 'The daily sweep did not begin.',
    fields: {},
  },
  'ledger.checkpoint-failed': {
    level: 'error',
    message: 'No checkpoint of the ledger could be written.',
    fields: {},
  },
  'original.not-kept': {
    level: 'warn',
    message: 'What a request was before it was changed could not be kept; the request went on.',
    fields: {},
  },
  'original.untidied': {
    level: 'warn',
    message: 'The folder of originals could not be looked through.',
    fields: {},
  },
  'proposal.unwritten': {
    level: 'error',
    message: 'A proposal could not be written; it is found again.',
    fields: {},
  },
} as const satisfies Record<string, EventShape>
