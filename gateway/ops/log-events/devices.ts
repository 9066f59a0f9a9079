/** Names what the log says of devices: their certificates, files, reports and alarms. */
import type { EventShape } from './shape.ts'

export const devicesEvents = {
  'device.added': {
    level: 'info',
    message: 'A one-time code for a device was made.',
    fields: { device: 'word' },
  },
  'device.enrolled': {
    level: 'info',
    message: 'A device has enrolled.',
    fields: { device: 'word', days: 'number' },
  },
  'device.renewed': {
    level: 'info',
    message: 'A device has renewed its certificate.',
    fields: { device: 'word', days: 'number' },
  },
  'device.revoked': {
    level: 'info',
    message: 'A device was revoked.',
    fields: { device: 'word', durable: 'flag' },
  },
  'device.code-refused': {
    level: 'warn',
    message: 'So many one-time codes were wrong that whoever sends them has to wait.',
    fields: {},
  },
  'device.sightings-kept': {
    level: 'warn',
    message: 'When devices were last seen could not be written down yet.',
    fields: {},
  },
  'vault.tidied': {
    level: 'info',
    message: 'The folder of sealed files was looked through.',
    fields: { unfinished: 'number', removed: 'number', strange: 'number', missing: 'number' },
  },
  'vault.untidied': {
    level: 'warn',
    message: 'The folder of sealed files could not be looked through; the next start tries again.',
    fields: {},
  },
  'ingest.refused': {
    level: 'warn',
    message: 'A file of a device was not taken.',
    fields: { listener: 'word', code: 'word' },
  },
  'ingest.failed': {
    level: 'error',
    message: 'Taking a file of a device failed inside Gatehouse.',
    fields: { listener: 'word' },
  },
  'ingest.ended': {
    level: 'info',
    message: 'Sessions of a device were ended, as it was revoked.',
    fields: { sessions: 'number' },
  },
  'ingest.certificate-failed': {
    level: 'error',
    message: "The certificate of the devices' listener could not be renewed; the old one stays.",
    fields: {},
  },
  'telemetry.stored': {
    level: 'debug',
    message: 'Readings of devices are stored.',
    fields: { devices: 'number', readings: 'number', bytes: 'number', durationMs: 'number' },
  },
  'telemetry.failed': {
    level: 'error',
    message: 'Readings of devices could not be stored; they wait, and so do the devices.',
    fields: {},
  },
  'signal.raised': {
    level: 'warn',
    message: 'A detector noticed something.',
    fields: { detector: 'word', kind: 'word', severity: 'word' },
  },
  'detector.failed': {
    level: 'error',
    message: 'A detector failed on an event; the others go on.',
    fields: { detector: 'word', while: 'word' },
  },
  'detector.memory': {
    level: 'warn',
    message: 'What a detector remembered could not be used; it begins anew.',
    fields: { detector: 'word' },
  },
  'incident.changed': {
    level: 'info',
    message: 'An incident was opened or changed.',
    fields: { incident: 'word', state: 'word', severity: 'word' },
  },
  'incident.unwritten': {
    level: 'error',
    message: 'Signals wait, as they could not be written.',
    fields: { waiting: 'number', dropped: 'number' },
  },
  'incident.unnoted': {
    level: 'error',
    message: 'The ledger could not be told of an incident; it is tried again.',
    fields: { incident: 'word' },
  },
  'webhook.failed': {
    level: 'warn',
    message: 'A post to the webhook was not delivered.',
    fields: { cause: 'word', status: 'number', attempt: 'number' },
  },
  'webhook.dropped': {
    level: 'error',
    message: 'Posts to the webhook were given up.',
    fields: { posts: 'number', cause: 'word' },
  },
  'broker.failed': {
    level: 'error',
    message: 'The broker of devices met a fault and goes on.',
    fields: {},
  },
} as const satisfies Record<string, EventShape>
