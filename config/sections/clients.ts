/** The machines of the office: whether they are known by their network cards, and what becomes of those that nobody has decided about. */
import { z } from 'zod'
import { isInterfaceName } from '../../gateway/core/network/nft-words.ts'
import { flag, networks } from '../kinds.ts'

export const clientsSchema = z
  .strictObject({
    watch: flag()
      .default(false)
      .describe(
        'Whether machines are known by their network cards (`ip -j neigh`): `gatehouse clients` then names them, puts them into groups and into quarantine. Off: rules alone count, and what was decided of machines does not.',
      ),
    unknown: z
      .enum(['tunnel', 'rules'], 'expected tunnel or rules')
      .default('tunnel')
      .describe(
        'Machines that nobody has decided about, where `watch` is on. tunnel: what the rules would intercept passes unread, and you are asked whose they are. rules: they count as known ones.',
      )
      .meta({ 'x-expected': 'tunnel or rules' }),
    madeUp: z
      .enum(['guest', 'rules'], 'expected guest or rules')
      .default('guest')
      .describe(
        'Machines whose network card has an address of their own making, as phones have; none is ever listed by itself. guest: they count as guests until you name them. rules: the rules alone count.',
      )
      .meta({ 'x-expected': 'guest or rules' }),
    guests: networks()
      .default([])
      .describe(
        'Networks of guests: never intercepted, the internet alone, and nothing in the journal but sums of bytes. Counts whether or not `watch` is on.',
      ),
    interfaces: z
      .array(
        z
          .string()
          .refine(isInterfaceName, 'expected the name of a network interface such as eth1')
          .meta({ 'x-expected': 'the name of a network interface such as eth1' }),
      )
      .max(64)
      .default([])
      .describe(
        'The interfaces of this box behind which the machines are; none: those of `network.clients`, or all.',
      )
      .meta({ 'x-expected': 'a list of network interfaces such as [eth1]' }),
  })
  .prefault({})
  .describe('The machines of the office.')
