/** Answers from the disk alone how a device's series went, for a command while the gateway is stopped. */
import type { Keyring } from '../keyring/keyring.ts'
import type { Store } from '../store/store.ts'
import { mostDevices } from '../store/telemetry-place.ts'
import { createTelemetryReader } from '../store/telemetry-reader.ts'
import { readCatalogue } from './catalogue.ts'
import { createColumnKeys } from './column-keys.ts'
import { type HistoryAnswer, type HistoryQuery, readHistory } from './history.ts'
import { createPieces } from './piece.ts'

/** Null where no device of this name ever reported. Throws the store's failure. Writes nothing and makes no key. */
export async function readStoredHistory(
  { store, keyring }: { store: Store; keyring: Keyring },
  deviceName: string,
  query: HistoryQuery,
): Promise<HistoryAnswer | null> {
  const reader = createTelemetryReader(store)
  const device = (await readCatalogue(reader, mostDevices)).named(deviceName)
  if (device === null) return null
  const pieces = createPieces(createColumnKeys(keyring), noRandomness)
  return readHistory(device, query, { reader, pieces, waiting: () => [], seriesNumber: () => null })
}

/** Only sealing needs it. */
function noRandomness(): never {
  throw new Error('Reading seals nothing.')
}
