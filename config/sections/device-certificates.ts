/** Devices at the proxy: whether their certificates say who asks, and which machines need none. */
import { z } from 'zod'
import { networks } from '../kinds.ts'

export const deviceCertificatesSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'accept', 'require'], 'expected off, accept or require')
      .default('accept')
      .describe(
        'What certificates of devices count for where the proxy is used by HTTPS. off: nothing. accept: whoever shows one is known as `device:<name>`, nobody has to; one that does not count (ended, revoked, another’s) is refused. require: nobody gets anywhere without, except from `exempt`. Devices: `gatehouse device add`. Nobody is asked for one while no device has enrolled.',
      )
      .meta({ 'x-expected': 'off, accept or require' }),
    exempt: networks()
      .default([])
      .describe('Networks of machines that need no certificate where one is required.'),
  })
  .prefault({})
  .describe('Devices of the office, which show the proxy the certificates that they have of it.')
