/** Opens originals: what requests were before they were changed, sealed to the owner alone, and gone after some hours. */
import { counted } from '../core/detection/words.ts'
import type { OriginalKeeper } from '../core/original/original.ts'
import type { SweepTarget } from '../core/retention/target.ts'
import { createOriginalDesk, type OriginalDesk } from './desk.ts'
import { createOriginalFolder } from './folder.ts'
import { createKeeping } from './keep.ts'
import { findMissing } from './missing.ts'
import { pausedCode } from './paused.ts'
import { removeAll, unpurged } from './remove-all.ts'
import { goesAt, type OriginalParts } from './room.ts'
import { createOriginalTarget } from './sweep-target.ts'

export interface OriginalsOptions extends Omit<OriginalParts, 'folder'> {
  /** Made where it is needed, mode 0700. */
  directory: string
}

/** For the doctor. */
export interface OriginalFactsNow {
  isOn: boolean
  kept: number
  /** Kept, and not on the disk now. */
  missing: number
  /** When the last of them goes; null where there is none. */
  until: number | null
  /** Whether the last that came could not be kept. */
  isPaused: boolean
}

export interface Originals extends AsyncDisposable {
  /** For what one worker hands over; `worker`: as control calls it. */
  keeperFor(worker: string): OriginalKeeper
  readonly desk: OriginalDesk
  readonly target: SweepTarget
  /** What the disk has of them is looked at. Rejects with the STORE_ errors. */
  facts(): Promise<OriginalFactsNow>
  /** Newest first. Throws the STORE_ errors. */
  ids(limit: number): string[]
  /** After a reload: what is switched off is let go at once. Resolves when that is done. */
  settingsChanged(): Promise<void>
}

/** Neither a disk nor a store that fails keeps the gateway from starting. */
export async function openOriginals({ directory, ...options }: OriginalsOptions): Promise<Originals> {
  const parts: OriginalParts = { ...options, folder: createOriginalFolder(directory) }
  const { health, log, register, settings } = parts

  const factsNow = (): OriginalFactsNow => {
    const { kept, missing, lastHour } = register.totals()
    const until = lastHour === null ? null : goesAt(lastHour, settings().hours)
    const isPaused = health.warnings().some(({ code }) => code === pausedCode)
    return { isOn: settings().terms !== null, kept, missing, until, isPaused }
  }
  const show = () => {
    try {
      showKept(factsNow(), parts)
    } catch {
      // A store that fails says so itself.
    }
  }
  const keeping = createKeeping(parts, show)
  const tidyUp = () => {
    // What nobody wants kept is not paused.
    const turned = () => {
      if (settings().terms === null) parts.health.clear(pausedCode)
      show()
    }
    return keeping
      .alone(() => (settings().terms === null ? letAllGo(parts) : removeStrange(parts)))
      .catch((error: unknown) => log.event('original.untidied', {}, error))
      .finally(turned)
  }
  const look = async () => {
    try {
      if ((await findMissing(parts)) > 0) show()
    } catch (error) {
      // What the disk does not say nobody knows; the store's own trouble is told by whoever reads it next.
      log.event('original.untidied', {}, error)
    }
  }
  await tidyUp()
  return {
    keeperFor: keeping.keeperFor,
    desk: createOriginalDesk(parts, { keeping, look, changed: show }),
    target: createOriginalTarget(parts, show),
    async facts() {
      await look()
      return factsNow()
    },
    ids: (limit) => register.list({ limit }).map(({ id }) => id),
    settingsChanged: tidyUp,
    [Symbol.asyncDispose]: () => keeping.alone(async () => undefined),
  }
}

/** What a crash left half done: files that no row can open go, and rows of files that are not there say so. */
async function removeStrange(parts: OriginalParts): Promise<void> {
  const { folder, register } = parts
  const names = (await folder.names()) ?? []
  const { left, cause } = await folder.removeNamed(
    names.filter((name) => (register.find(name)?.locked ?? null) === null),
  )
  await findMissing(parts)
  if (left.length > 0) throw cause
}

async function letAllGo(parts: OriginalParts): Promise<void> {
  const trouble = unpurged(await removeAll(parts))
  if (trouble !== null) throw trouble
}

/** `2026-11-22 09:00 UTC` */
function utcTime(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

function showKept({ kept, until }: OriginalFactsNow, { health }: OriginalParts): void {
  const code = 'ORIGINALS_KEPT'
  if (kept === 0 || until === null) {
    health.clear(code)
    return
  }
  health.raise({
    code,
    title: `${counted(kept, 'original')} of changed requests ${kept === 1 ? 'is' : 'are'} kept, sealed to the owner alone, until ${utcTime(until)} at the latest.`,
    hint: 'See them with `gatehouse originals list`; let them go with `gatehouse originals purge`.',
    severity: 'note',
  })
}
