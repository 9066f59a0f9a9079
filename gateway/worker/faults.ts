/** Tells control what failed inside a worker: name, code and place, never the message, which may quote traffic. */
import type { ToControl } from '../core/worker/to-control.ts'

const mostASecond = 20
const mostFrames = 5

/** `tell` is called for some of them at most: a fault that comes with each packet must not drown control. */
export function createFaults(tell: (fault: ToControl) => void, monotonic: () => number) {
  let second = 0
  let told = 0
  return (where: string, error: unknown): void => {
    const now = Math.floor(monotonic() / 1000)
    if (now !== second) told = 0
    second = now
    told += 1
    if (told <= mostASecond) tell(faultOf(where, error))
  }
}

export function faultOf(where: string, error: unknown): ToControl {
  const known = error instanceof Error ? error : null
  const code = known !== null && 'code' in known ? String(known.code) : ''
  const stack = (known?.stack ?? '').split('\n')
  return {
    kind: 'fault',
    where: /^[\w.:-]{1,64}$/.test(where) ? where : 'worker',
    name: /^\w{1,64}$/.test(known?.name ?? '') ? (known?.name ?? 'Error') : 'Error',
    code: /^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? code : null,
    frames: stack
      .filter((line) => /^ {4}at [^\n]*(:\d+:\d+\)?|<anonymous>\)?)$/.test(line))
      .slice(0, mostFrames)
      .map((line) => line.trim().slice(0, 200)),
  }
}
