/** Says on the first screen that files of devices are refused for want of room or a writable disk, and takes it back. */
import { isGatewayError } from '../core/errors.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { IncomingObject } from '../core/vault/intake.ts'

const code = 'VAULT_REFUSES_FILES'

/** The same object; what keeps it from being stored shows, and the next one that is stored clears it. */
export async function watchRoom(
  begun: Promise<IncomingObject>,
  health: HealthBoard,
): Promise<IncomingObject> {
  const tell = (error: unknown): never => {
    showTrouble(health, error)
    throw error
  }
  const incoming = await begun.catch(tell)
  return {
    write: (piece) => incoming.write(piece).catch(tell),
    async finish() {
      const stored = await incoming.finish().catch(tell)
      health.clear(code)
      return stored
    },
    abort: () => incoming.abort(),
  }
}

function showTrouble(health: HealthBoard, error: unknown): void {
  if (!isGatewayError(error, 'VAULT_FULL', 'VAULT_UNWRITABLE')) return
  const isFull = error.code === 'VAULT_FULL'
  health.raise({
    code,
    title: isFull
      ? 'The disk is too full for files, so recordings and exports of devices are refused.'
      : 'Sealed files cannot be written, so recordings and exports of devices are refused.',
    hint: error.hint ?? 'Check the disk: `gatehouse doctor` says what is wrong with it.',
    severity: 'act-now',
  })
}
