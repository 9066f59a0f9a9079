/** Reads whose exchanges, and with whom, a question about the journal is about. */
import { isClientName } from '../core/login/client-name.ts'
import { type Call, textOption, usage } from './command.ts'

/** null where it was not given. Throws USAGE. */
export function clientOption(call: Call): string | null {
  const client = textOption(call, 'client')
  if (client !== null && !isClientName(client))
    throw usage(
      '--client takes an address, a user or a device.',
      'Write it as 192.168.1.20, fd00::20, user:name or device:name.',
    )
  return client
}

/** In lower case; null where it was not given. Throws USAGE. */
export function destinationOption(call: Call): string | null {
  const destination = textOption(call, 'destination')
  if (destination !== null && !/^[\w.:[\]-]{1,253}$/.test(destination))
    throw usage('--destination takes a host name or address.', 'Write it as api.example.com.')
  return destination?.toLowerCase() ?? null
}
