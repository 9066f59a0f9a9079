/** Says on the first screen what waits for an answer, and that connections pass unread since somebody said so. */
import { counted } from '../core/detection/words.ts'
import type { HealthBoard } from '../core/ports.ts'
import type { ReviewRegister } from '../store/review-register.ts'

/** Throws the STORE_ errors. */
export function showWaiting(register: ReviewRegister, health: HealthBoard): void {
  const code = 'REVIEWS_WAIT'
  const waiting = register.waiting()
  if (waiting === 0) {
    health.clear(code)
    return
  }
  health.raise({
    code,
    title: `${counted(waiting, 'review')} ${waiting === 1 ? 'waits' : 'wait'}: somebody was stopped, or something does not work, and a person is asked.`,
    hint: 'See them with `gatehouse reviews`, then say what becomes of each: `gatehouse reviews answer`.',
    severity: 'act-by',
  })
}

export function showTunnels(open: number, health: HealthBoard): void {
  const code = 'TUNNEL_ALLOWED'
  if (open === 0) {
    health.clear(code)
    return
  }
  health.raise({
    code,
    title: `What ${open === 1 ? 'one client sends' : `${open} clients send`} to one host each passes unread for now, since an answer to a review says so.`,
    hint: 'It ends by itself, 15 minutes after the answer, or now with `gatehouse reviews end`. See where to: `gatehouse reviews list --all`.',
    severity: 'note',
  })
}
