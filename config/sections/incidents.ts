/** Alarms: when a device counts as silent, and whom to tell. */
import { z } from 'zod'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { duration, line, path } from '../kinds.ts'

/** Detectors whose alarms are about a machine; others are about a device, of which no machine is known. */
const quarantineDetectors = ['first-card-data'] as const

export const incidentsSchema = z
  .strictObject({
    silenceMs: duration({ min: 10 * secondMs, max: 24 * 60 * minuteMs })
      .default(2 * minuteMs)
      .describe('A device is never called silent sooner than this, whatever its own rhythm.'),
    quarantine: z
      .array(
        z.enum(quarantineDetectors, 'expected first-card-data').meta({ 'x-expected': 'first-card-data' }),
      )
      .max(quarantineDetectors.length)
      .default([])
      .describe(
        'Alarms that put the machine they are about into quarantine at once, as `gatehouse clients quarantine` does; three within an hour at most, and none where it is in doubt which machine it is. A person alone lets it out again. first-card-data: card numbers that left as they were, from a machine that never sent any. Needs `clients.watch`.',
      )
      .meta({ 'x-expected': 'a list such as [first-card-data]' }),
    webhook: z
      .strictObject({
        url: line(2000)
          .regex(
            /^https?:\/\/[^\s@/?#]+(?:[/?#]\S*)?$/,
            'expected a URL that begins with https:// or http://, without a password',
          )
          .nullable()
          .default(null)
          .describe(
            'Where incidents are posted as JSON: by https://, or by http:// within the office; null posts nowhere. A post names devices and addresses of clients, and no personal data.',
          )
          .meta({ 'x-expected': 'a URL' }),
        secretFile: path()
          .nullable()
          .default(null)
          .describe(
            'A file (mode 0600) with the secret that signs each post (HMAC-SHA-256 in the header Gatehouse-Signature); null leaves posts unsigned.',
          ),
      })
      .prefault({})
      .describe('Posts for another system: chat, ticket, pager.'),
  })
  .prefault({})
  .describe('Alarms and whom to tell.')

interface Together {
  incidents: z.output<typeof incidentsSchema>
  clients: { watch: boolean }
}

/** What no key can say alone: nobody is cut off where no machine is known. */
export function checkIncidents({ incidents, clients }: Together, context: z.core.$RefinementCtx): void {
  if (incidents.quarantine.length === 0 || clients.watch) return
  context.addIssue({
    code: 'custom',
    path: ['incidents', 'quarantine'],
    message: 'expected clients.watch to be true beside it, since machines are known by their network cards',
  })
}
