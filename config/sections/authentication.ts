/** Logins at the proxy: whether users may or must say who they are, and which machines need not. */
import { z } from 'zod'
import { flag, networks } from '../kinds.ts'

export const authenticationSchema = z
  .strictObject({
    mode: z
      .enum(['off', 'accept', 'require'], 'expected off, accept or require')
      .default('off')
      .describe(
        'What names and passwords (`Proxy-Authorization`) count for. off: nothing, clients are known by their address. accept: who logs in is known as `user:<name>`, nobody has to. require: nobody gets anywhere without, except from `exempt`. Users: `gatehouse proxy user add`.',
      )
      .meta({ 'x-expected': 'off, accept or require' }),
    exempt: networks()
      .default([])
      .describe('Networks of machines that need no login where one is required: tills, printers, servers.'),
    overTlsOnly: flag()
      .default(false)
      .describe(
        'Whether logins from other machines count over HTTPS to the proxy alone. Over plain HTTP anybody on the way can read the password; such a login is then refused.',
      ),
  })
  .prefault({})
  .describe('Users of the proxy, who log in with a name and a password.')
