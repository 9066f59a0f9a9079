/** Alarms: when a device counts as silent, and whom to tell. */
import { z } from 'zod'
import { minuteMs, secondMs } from '../../gateway/core/units.ts'
import { duration, line, path } from '../kinds.ts'

export const incidentsSchema = z
  .strictObject({
    silenceMs: duration({ min: 10 * secondMs, max: 24 * 60 * minuteMs })
      .default(2 * minuteMs)
      .describe('A device is never called silent sooner than this, whatever its own rhythm.'),
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
